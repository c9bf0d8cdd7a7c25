import { describe, expect, it } from 'vitest';
import { type Csv, columnOf, parseCsv } from '../../../src-files/csv/csv';
import { numbersOf, trainableColumn } from '../../../src-files/csv/numbers';
import { BadInputError } from '../../../src-shared/errors';

const parse = (text: string) => parseCsv(new TextEncoder().encode(text), 'a.csv');
const cellsOf = ({ header, rows, cell }: Csv) =>
  Array.from({ length: rows }, (_, row) => header.map((_name, column) => cell(row, column)));

describe('a CSV file', () => {
  it('is a header and rows of as many cells, with either line end, with or without one at the end', () => {
    for (const text of ['a,b\n1,2\n3,4', 'a,b\r\n1,2\r\n3,4\r\n', '\uFEFFa,b\n\n1,2\n3,4\n\n']) {
      const csv = parse(text);
      expect(csv.header).toEqual(['a', 'b']);
      expect(cellsOf(csv)).toEqual([
        ['1', '2'],
        ['3', '4'],
      ]);
    }
  });

  it('may quote cells: with commas, line ends, doubled quotes, or nothing inside', () => {
    const csv = parse('"a, b","c ""d"""\n"1\n2",""\n3,"""x"""\n');
    expect(csv.header).toEqual(['a, b', 'c "d"']);
    expect(cellsOf(csv)).toEqual([
      ['1\n2', ''],
      ['3', '"x"'],
    ]);
  });

  it.each([
    ['', 'a.csv is empty; its first row should name the columns.'],
    ['a,b\n', 'a.csv has a header and no rows below it.'],
    ['a,b\n1,2\n1,2,3\n', 'a.csv, row 3: it has 3 cells, but the header names 2 columns'],
    ['a\n1,2\n', 'a.csv, row 2: it has 2 cells, but the header names 1 column, separated by commas.'],
    ['a;b\n1,5\n', 'a.csv, row 2: it has 1 cell, but the header names 2 columns, separated by semicolons.'],
    ['a,b\n1,"2\n', 'a.csv, row 2, column 2: its quote is never closed.'],
    ['a,b\n"1"x,2\n', 'a.csv, row 2, column 1: text follows its closing quote'],
    ['a,,c\n1,2,3\n', 'a.csv: column 2 has no name; the first row should name every column.'],
    [
      ',a,b\n0,1,2\n',
      'a.csv: column 1 has no name; the first row should name every column. pandas writes its row labels so, unless it is asked not to (to_csv with index=False).',
    ],
    ['a,b,a\n1,2,3\n', 'a.csv has two columns named a.'],
    ['1.5,2\n3,4\n', 'a.csv: the first row holds numbers (1.5, ...); it should name the columns.'],
  ])('%j is refused: %s', (text, sentence) => {
    expect(() => parse(text)).toThrow(BadInputError);
    expect(() => parse(text)).toThrow(sentence);
  });

  it('that is no text is refused', () => {
    expect(() => parseCsv(Uint8Array.of(0xff, 0xfe, 0), 'a.csv')).toThrow('a.csv is no text in UTF-8');
  });

  it('is asked for a column by name, and says which there are', () => {
    const csv = parse('a,b\n1,2\n');
    expect(columnOf(csv, 'b', 'data.target')).toBe(1);
    expect(() => columnOf(csv, 'c', 'data.target')).toThrow(
      'data.target: a.csv has no column named c; its columns are a, b.',
    );
  });

  it('of hundreds of thousands of columns is read, and not all of them are named', () => {
    const names = Array.from({ length: 300_000 }, (_, column) => `c${column}`);
    const csv = parse(`${names.join()}\n${names.map(() => 7).join()}`);
    expect(csv.cell(0, 299_999)).toBe('7');
    expect(() => columnOf(csv, 'x', 'data.target')).toThrow(/c98, c99 and 299900 more\.$/);
  });
});

describe('rows of a CSV file', () => {
  const numbersAndPlaces = (text: string) => {
    const { rows, rowNumber, place } = parse(text);
    return Array.from({ length: rows }, (_, row) => [rowNumber(row), place(row)]);
  };

  // As Python's csv.reader counts its records in these files, blank ones too; a line is the one after the `line_num` before.
  it.each([
    [
      'blank lines',
      'a,y\n1,2\n\n\n\n3,4\n5,6\n',
      [
        [2, 'row 2'],
        [6, 'row 6'],
        [7, 'row 7'],
      ],
    ],
    ['a blank line above', '\na,y\n1,2\n', [[3, 'row 3']]],
    [
      'a line end in the header',
      '"a\n(cm)",y\n1,2\n2,3\n',
      [
        [2, 'row 2 (line 3)'],
        [3, 'row 3 (line 4)'],
      ],
    ],
    [
      'CR LF in a cell',
      'a,y\r\n"1\r\n",2\r\n2,3\r\n',
      [
        [2, 'row 2'],
        [3, 'row 3 (line 4)'],
      ],
    ],
    [
      'one column',
      'a\n1\n\n3\n\n\n',
      [
        [2, 'row 2'],
        [3, 'row 3'],
        [4, 'row 4'],
      ],
    ],
  ])('count as in a spreadsheet behind %s', (_, text, expected) => {
    expect(numbersAndPlaces(text)).toEqual(expected);
  });

  it.each([
    ['a\n1\n\n3\n', 'a.csv, row 3, column a: the cell is empty'],
    ['a\n1\n""\n3\n', 'a.csv, row 3, column a: the cell is empty'],
    ['a\n1\n2\n""\n', 'a.csv, row 4, column a: the cell is empty'],
    ['a,y\n1,2\n\n\n\noops,4\n', 'a.csv, row 6, column a: "oops" is no number.'],
    ['"a\n(cm)",y\n1,2\n2,3\nx,4\n', 'a.csv, row 4 (line 5), column a (cm): "x" is no number.'],
  ])('are not lost or misnumbered: %j is refused', (text, sentence) => {
    expect(() => numbersOf(parse(text), 0)).toThrow(sentence);
  });

  it('with nothing but quotes are no blank lines', () => {
    expect(() => parse('a,b\n1,2\n""\n')).toThrow('a.csv, row 3: it has 1 cell');
  });
});

describe('a column of numbers', () => {
  it('holds decimals, signed or not, with or without exponent', () => {
    expect([...numbersOf(parse('a\n1\n-2.5\n +3e2 \n.5\n'), 0)]).toEqual([1, -2.5, 300, 0.5]);
  });

  it.each([
    ['', 'a.csv, row 3, column b: the cell is empty; every row needs a number here.'],
    ['NaN', 'a.csv, row 3, column b: NaN is not finite; every row needs a finite number here.'],
    ['-inf', 'a.csv, row 3, column b: -inf is not finite'],
    ['1e999', 'a.csv, row 3, column b: 1e999 is not finite'],
    ['cloudy', 'a.csv, row 3, column b: "cloudy" is no number.'],
    ['0x10', '"0x10" is no number.'],
    ['1.2.3', '"1.2.3" is no number.'],
  ])('with a cell %j is refused by row and column', (cell, sentence) => {
    expect(() => numbersOf(parse(`a,b\n1,2\n3,${cell}\n`), 1)).toThrow(sentence);
  });

  it('is refused where single precision has no number for it, by row and column', () => {
    expect(() => numbersOf(parse('a,b\n1,2\n3,-2e160\n'), 1)).toThrow(
      /column b: "-2e160" is too large to compute with, beyond 1e-37 to 1e\+37; give the column in another unit\.$/,
    );
    expect(() => trainableColumn(parse('a,b\n1,1e-170\n2,-3e-170\n'), 1).numbers).toThrow(
      'column b: "-3e-170" is too small',
    );
    // One small number among others is next to zero, and a column of zeros is what it is.
    expect([...trainableColumn(parse('a,b\n1,1e-170\n0,0\n'), 0).numbers]).toEqual([1, 0]);
    expect([...trainableColumn(parse('a,b\n1,0\n2,0\n'), 1).numbers]).toEqual([0, 0]);
  });

  it('may have gaps where they are masked, but nothing infinite', () => {
    expect([...numbersOf(parse('a,b\n1,\n2,nan\n3,4\n'), 1, 'mask')]).toEqual([NaN, NaN, 4]);
    expect(() => numbersOf(parse('a,b\n1,inf\n'), 1, 'mask')).toThrow('inf is not finite');
  });
});
