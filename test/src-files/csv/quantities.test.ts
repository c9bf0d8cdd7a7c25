import { describe, expect, test } from 'vitest';
import { cellsOfColumns } from '../../../src-files/csv/column-cells';
import { parseCsv } from '../../../src-files/csv/csv';
import { measuredColumn, numbersOf } from '../../../src-files/csv/numbers';
import { quantityNotes } from '../../../src-files/csv/quantity-notes';

const parse = (text: string) => parseCsv(new TextEncoder().encode(text), 'a.csv');
/** A file with one column of cells, quoted. */
const column = (...cells: readonly string[]) =>
  parse(`a,b\n${cells.map((cell) => `"${cell.replaceAll('"', '""')}",0`).join('\n')}\n`);

describe('numbers as people write them', () => {
  // Each by hand.
  test.each([
    [['30.2 kg', '31kg', '-1 kg'], [30.2, 31, -1], 'kg'],
    [['34.6%', '5 %', '100%'], [34.6, 5, 100], '%'],
    [['$1,200.50', '-$3.00', '$-4'], [1200.5, -3, -4], '$'],
    [['1.234,50 €', '3,00 €'], [1234.5, 3], '€'],
    [['CHF 1’328.50', "CHF 2'000"], [1328.5, 2000], 'CHF'],
    [["1'328.50", "12'000'000", '3.5'], [1328.5, 12e6, 3.5], ''],
    [['−2.85', '3.1', '–1'], [-2.85, 3.1, -1], ''],
    [['1 234,5', '2\u202f500,25', '7,5'], [1234.5, 2500.25, 7.5], ''],
    [['(12.3)', '4.5', '(1,000.25)'], [-12.3, 4.5, -1000.25], ''],
    [['($5.00)', '$7.25'], [-5, 7.25], '$'],
    [['+3', '-4', '+.5'], [3, -4, 0.5], ''],
    [['12 m²', '13 m2'], [12, 13], 'm²'],
    [['5 km/h', '7.5 km / h'], [5, 7.5], 'km/h'],
    [['1.5e3 Hz', '20 Hz'], [1500, 20], 'Hz'],
    [['21.5 °C', '−3 °C'], [21.5, -3], '°C'],
    [['90 min', '45 min'], [90, 45], 'min'],
  ] as const)('%j are %j', (cells, numbers, unit) => {
    const read = measuredColumn(column(...cells), 0);
    expect([...read.numbers]).toEqual(numbers);
    expect(read.quantity?.unit ?? '').toBe(unit);
  });

  test.each([['NA', 'n/a', 'null', 'None', '<NA>', '-', '#N/A', '']])(
    '%s among them is an empty cell',
    (word) => {
      expect([...numbersOf(column('1.5', word, '3'), 0, 'mask')]).toEqual([1.5, Number.NaN, 3]);
      expect([...numbersOf(column('1.5 kg', word, '3 kg'), 0, 'mask')]).toEqual([1.5, Number.NaN, 3]);
    },
  );

  // Two ways in one file, where the cells of each column leave one reading.
  test('are read in each column as its cells are written', () => {
    const csv = parse('a,b,c\n1.5,"1 234,5","2,5"\n2.25,"2,7","3"\n');
    expect([0, 1, 2].map((at) => [...numbersOf(csv, at)])).toEqual([
      [1.5, 2.25],
      [1234.5, 2.7],
      [2.5, 3],
    ]);
  });

  test('tell how they were understood', () => {
    const csv = parse(
      'w,p,o,g,age,x\n30 kg,5%,(12.3),"1,5",NA,1.5\n31 kg,7%,4,"2,5",3,2.5\n32 kg,8%,5,3,NA,3\n',
    );
    expect(quantityNotes(csv, cellsOfColumns(csv, [0, 1, 2, 3, 4, 5]))).toEqual([
      'a.csv: numbers with a unit, which is kept: w (kg), p (%, as given: 50 % is 50).',
      'a.csv: numbers in parentheses are negative: o ((12.3) is -12.3).',
      'a.csv: decimals are written otherwise than in the rest of the file: g (a comma).',
      'a.csv: words among numbers count as empty cells: NA in age (2).',
    ]);
  });
});

describe('what is no number stays a text', () => {
  test.each([
    [['1st', '2nd', '3rd', '4th']],
    [['12A', '12B', '13A', '2C']],
    [['12A', '12C', '13F']],
    [['A1', 'A2', 'A3']],
    [['1-5', '6-10', '11-15']],
    [['<30', '30-50', '>50']],
    [['1.2.3', '1.10.0']],
    [['192.168.0.1', '10.0.0.7']],
    [['3f2a9c', '9b1d00', '77e1f3']],
    [['5 red', '7 blue']],
    [['red', 'NA', 'none']],
    [['1 room', '2 rooms', '3 rooms']],
    [['2XL', 'XL', '3XL']],
    [['true', 'false']],
    [['28.11.2026', '29.11.2026']],
  ])('%j', (cells) => {
    const [read] = cellsOfColumns(column(...cells), [0]);
    expect(read.numbers.every(Number.isNaN)).toBe(true);
    expect(read.texts.map(({ text }) => text)).toEqual(cells);
    expect(read.unclear).toBeUndefined();
  });
});

describe('what would be a wrong number is refused', () => {
  test.each([
    [
      ['30.2 kg', '500 g', '31 kg'],
      'a.csv: column a is in several units: kg in 2 cells, as in row 2 ("30.2 kg"); g in 1 cell, as in row 3 ("500 g"); write one unit in all rows.',
    ],
    [
      ['34.6%', '0.25', '7%'],
      'a.csv: column a is in several units: % in 2 cells, as in row 2 ("34.6%"); none in 1 cell, as in row 3; write one unit in all rows.',
    ],
    [
      ['30 kg', '31 KG'],
      'a.csv: column a is in several units: kg in 1 cell, as in row 2 ("30 kg"); KG in 1 cell, as in row 3 ("31 KG"); write one unit in all rows.',
    ],
    [
      ['30 kg', 'heavy', '31 kg'],
      'a.csv, row 3, column a: "heavy" is no number with a unit as the others are, such as "30 kg".',
    ],
    [
      ['1.5 kg', '1,5 kg'],
      'a.csv: column a writes its numbers in several ways, such as "1.5 kg"; write all of them in one.',
    ],
    [['1.5', 'NA'], 'a.csv, row 3, column a: "NA" counts as an empty cell; every row needs a number here.'],
  ] as const)('%j: %s', (cells, sentence) => {
    expect(() => numbersOf(column(...cells), 0)).toThrow(sentence);
  });
});
