import { describe, expect, it } from 'vitest';
import { cellsOfColumns, columnCells } from '../../../src-files/csv/column-cells';
import { parseCsv } from '../../../src-files/csv/csv';
import { numberIn } from '../../../src-files/csv/number-style';

const csvOf = (text: string) => parseCsv(new TextEncoder().encode(text), 'a.csv');

describe('a number in a cell', () => {
  const numbers = ['0', '-0', '12', '-12.5', '1.', '.5', '-.25', '007', '+3', '1e3', '2.5E-4', ' 4 ', '"5"'];
  const long = [
    '0.1',
    '123456789012345',
    '1234567890123456',
    '0.000000000000001',
    '9007199254740993',
    '1e400',
  ];
  const none = ['', '-', '.', '-.', '1.2.3', '1,5', '0x10', 'inf', 'nan', '1-2', 'x', '1 2', '12:30'];

  it.each([...numbers, ...long, ...none.filter((text) => !text.includes(','))])(
    'is what its text says, read as JavaScript reads it: %j',
    (text) => {
      const csv = csvOf(`a,b\n1.5,2\n${text},1\n`);
      expect(csv.number(1, 0)).toBe(numberIn(csv.cell(1, 0).trim(), 'plain'));
    },
  );

  it.each([...numbers, ...long, ...none, '1.234', '1.234,5', '0,5', '5,', ',5', '-1,25'])(
    'is what its text says where decimals have a comma: %j',
    (text) => {
      const csv = csvOf(`a;b\n1,55;2\n${text};1\n`);
      // A point that cannot part thousands makes the whole file one of points.
      expect(csv.number(1, 0)).toBe(numberIn(csv.cell(1, 0).trim(), csv.numberStyle));
    },
  );

  // By V8, whose Number() rounds to the nearest: the product of digits and power would be off in the last digit.
  it('is the nearest double of up to fifteen digits', () => {
    const texts = Array.from({ length: 5000 }, (_, at) => {
      const digits = String(Math.floor(((at * 0.618033988749895) % 1) * 1e15)).padStart(15, '0');
      return `${digits.slice(0, at % 16)}.${digits.slice(at % 16)}`;
    }).filter((text) => !text.endsWith('.'));
    const csv = csvOf(`a,b\n${texts.map((text) => `${text},1`).join('\n')}\n`);
    expect(texts.map((_, row) => csv.number(row, 0))).toEqual(texts.map(Number));
  });
});

describe('the cells of a column', () => {
  const csv = csvOf('a,b,c\n1,red,x\n,blue,1\n unknown ,red,2\n2,,3\n');

  it('are numbers, and each other text once with its rows', () => {
    expect(columnCells(csv, 0)).toMatchObject({
      numbers: Float64Array.of(1, Number.NaN, Number.NaN, 2),
      texts: [
        { text: '', firstRow: 1, rows: 1 },
        { text: 'unknown', firstRow: 2, rows: 1 },
      ],
      textOf: Int32Array.of(-1, 0, 1, -1),
    });
    expect(columnCells(csv, 1).texts.map(({ text, rows }) => [text, rows])).toEqual([
      ['red', 2],
      ['blue', 1],
      ['', 1],
    ]);
  });

  it('are the same of several columns at once as of each', () => {
    const several = cellsOfColumns(csv, [2, 0]).map(({ numbers, textOf }) => ({ numbers, textOf }));
    expect(several).toEqual(
      [2, 0].map((column) => {
        const { numbers, textOf } = columnCells(csv, column);
        return { numbers, textOf };
      }),
    );
  });
});
