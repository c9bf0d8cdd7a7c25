import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { decimal, numberIn } from '../../../src-files/csv/number-style';
import { numbersOf } from '../../../src-files/csv/numbers';

const fixtures = join(import.meta.dirname, 'fixtures');
/** What pandas reads when it is told separator, decimals, thousands and encoding (write_dialects.py). */
const read = JSON.parse(readFileSync(join(fixtures, 'read.json'), 'utf8')) as Readonly<
  Record<string, { readonly columns: string[]; readonly values: number[][] }>
>;
const parse = (text: string) => parseCsv(new TextEncoder().encode(text), 'a.csv');

describe('a CSV file of another dialect', () => {
  test.each(Object.keys(read))('%s is what pandas reads of it', (name) => {
    const csv = parseCsv(readFileSync(join(fixtures, name)), name);
    expect(csv.header).toEqual(read[name].columns);
    const columns = csv.header.map((_, column) => numbersOf(csv, column));
    expect(Array.from({ length: csv.rows }, (_, row) => columns.map((values) => values[row]))).toEqual(
      read[name].values,
    );
  });

  test('tells how it was understood, and a plain one has nothing to tell', () => {
    const notesOf = (name: string) => parseCsv(readFileSync(join(fixtures, name)), name).notes;
    expect(notesOf('german.csv')).toEqual([
      'german.csv: its cells are separated by semicolons, and its numbers have a decimal comma, as 1900,82.',
    ]);
    expect(notesOf('english.csv')).toEqual([
      'english.csv: its numbers have a decimal point and commas between thousands, as 1,900.82.',
    ]);
    expect(notesOf('latin1.csv')).toEqual([
      'latin1.csv is not in UTF-8: its letters are read as Latin-1 (Windows-1252).',
    ]);
    expect(notesOf('plain.csv')).toEqual([]);
  });

  test.each([
    // Of two readings of one file, the point wins, and what does not fit it is named.
    ['a;b\n1.5;2\n1,5;3\n', 'a.csv, row 3, column a: "1,5" is no number.'],
    ['a;b\n1,5;2\n1.5;3\n', 'a.csv, row 2, column a: "1,5" is no number.'],
    ['a;b\n1,5;2\n1.2.3;3\n', 'a.csv, row 3, column a: "1.2.3" is no number.'],
    ['a,b\n"1,23,456",2\n', 'a.csv, row 2, column a: "1,23,456" is no number.'],
    ['a;b\n1,5;\n', 'a.csv, row 2, column b: the cell is empty; every row needs a number here.'],
  ])('%j is refused: %s', (text, sentence) => {
    const csv = parse(text);
    expect(() => csv.header.map((_, column) => numbersOf(csv, column))).toThrow(sentence);
  });
});

test('a plain number is what the rule for decimals takes, and nothing else that JavaScript reads', () => {
  let state = 7;
  const next = (below: number) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const letters = '0123456789+-.eExXbBoO_,Infinity';
  const texts = Array.from({ length: 50_000 }, () =>
    Array.from({ length: next(7) }, () => letters[next(letters.length)]).join(''),
  );
  for (const text of ['', '0x10', '0b1', '0o7', '.5', '5.', '+5', '1e400', 'Infinity', ...texts]) {
    const value = decimal.test(text) && Number.isFinite(Number(text)) ? Number(text) : Number.NaN;
    expect(numberIn(text, 'plain'), text).toBe(value);
  }
});
