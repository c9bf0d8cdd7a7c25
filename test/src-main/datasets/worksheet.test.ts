import { expect, it } from 'vitest';
import { readWorksheet } from '../../../src-main/datasets/worksheet';

const sheet = (...rows: readonly string[]) =>
  `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>${rows.join('')}</sheetData></worksheet>`;

it('gives the numbers below the header of a worksheet', () => {
  const rows = [
    '<row r="2"><c r="A2"><v>5.1100000000000003</v></c><c r="B2" s="1"><f>A2*2</f><v>1E2</v></c></row>',
  ];
  expect(readWorksheet(sheet(...rows), 2)).toEqual([[5.11, 100]]);
});

it('names a row that lacks a number', () => {
  expect(() => readWorksheet(sheet('<row r="2"><c r="A2"><v>5</v></c></row>'), 2)).toThrow(
    'row 2 of the spreadsheet is not 2 numbers',
  );
});
