import { describe, expect, it } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { drawnNumbers } from './drawn-numbers';

/** The numbers that a column of texts is read as, without the header. */
function readNumbers(texts: readonly string[]): readonly number[] {
  const csv = parseCsv(new TextEncoder().encode(`a\n${texts.join('\n')}\n`), 'a.csv');
  return texts.map((_, row) => csv.number(row, 0));
}

describe('a number of many digits', () => {
  it('is the nearest double, as JavaScript’s own reading is', () => {
    const texts = drawnNumbers(20_000);
    expect(readNumbers(texts)).toEqual(texts.map(Number));
  });

  it.each([
    // The middle between two doubles goes to the even one, and the digit behind it decides.
    '9007199254740993',
    '9007199254740993.0',
    '9007199254740993.001',
    '9007199254740992.999',
    '0.1000000000000000055511151231257827',
    '1234567890123456789',
    '-0.0012345678901234567',
    '999999999999999.9',
    '9999999999999999',
    '0.000000000000000000001',
    '18014398509481985',
    '00000000000000000000001.5',
    '-0',
    '1.7976931348623157e308',
    '12345678901234567890123',
  ])('%s is that of JavaScript', (text) => {
    expect(readNumbers([text])).toEqual([Number(text)]);
  });
});
