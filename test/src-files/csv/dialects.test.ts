import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../../../src-files/csv/csv';
import { decimal, numberIn } from '../../../src-files/csv/number-style';
import { numbersOf } from '../../../src-files/csv/numbers';
import { asTold, type Dialect } from '../../../src-shared/experiment/data/dialect';

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
      'latin1.csv is not in UTF-8: its letters are read as Latin-1 (Windows-1252); data.encoding names another.',
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

describe('a CSV file whose dialect is told', () => {
  const told = (text: string | Uint8Array, dialect: Partial<Dialect>) =>
    parseCsv(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'a.csv', {
      ...asTold,
      ...dialect,
    });

  // By itself 1,234 among commas is a thousand, and among semicolons a decimal comma.
  test('has the numbers that it is told to have where either would do', () => {
    expect([...numbersOf(told('a;b\n1,234;2\n', { decimals: 'point' }), 0)]).toEqual([1234]);
    expect([...numbersOf(told('a,b\n"1,234",2\n', { decimals: 'comma' }), 0)]).toEqual([1.234]);
    expect([...numbersOf(told('a,b\n1.5,2\n', { decimals: 'point' }), 0)]).toEqual([1.5]);
  });

  test('has the cells that it is told to have', () => {
    expect(told('a|b;c\n1|2;3\n', { separator: 'semicolon' }).header).toEqual(['a|b', 'c']);
    expect(told('a|b;c\n1|2;3\n', { separator: 'bar' }).header).toEqual(['a', 'b;c']);
  });

  // The bytes are iconv's of "имя,y" in Windows-1251 and of "名,y" in Shift JIS.
  test('has the letters of the encoding that it is told to be in', () => {
    const cyrillic = Uint8Array.of(0xe8, 0xec, 0xff, 0x2c, 0x79, 0x0a, 0x31, 0x2c, 0x32);
    expect(told(cyrillic, { encoding: 'windows-1251' }).header).toEqual(['имя', 'y']);
    expect(told(cyrillic, {}).notes).toEqual([
      'a.csv is not in UTF-8: its letters are read as Latin-1 (Windows-1252); data.encoding names another.',
    ]);
    const japanese = Uint8Array.of(0x96, 0xbc, 0x2c, 0x79, 0x0a, 0x31, 0x2c, 0x32);
    expect(told(japanese, { encoding: 'shift_jis' }).header).toEqual(['名', 'y']);
    expect(() => told(cyrillic, { encoding: 'utf-8' })).toThrow(
      'data.encoding: a.csv is no text in utf-8; is it another encoding?',
    );
  });

  test('is in UTF-16 by itself where its first bytes say so, as Excel’s “Unicode text” is', () => {
    const text = Uint8Array.from(Buffer.from('\uFEFFgröße\ty\r\n1\t2\r\n', 'utf16le'));
    expect(told(text, {}).header).toEqual(['größe', 'y']);
    expect(told(text, {}).notes[0]).toBe('a.csv is in UTF-16.');
  });
});
