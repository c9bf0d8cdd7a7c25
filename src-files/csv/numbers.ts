import { BadInputError } from '../../src-shared/errors';
import { columnCells } from './column-cells';
import type { ColumnCells } from './column-contents';
import type { Csv } from './csv';
import { isFormulaError, isGap, isNotFinite } from './gaps';
import { decimal } from './number-style';

/** What an empty cell or NaN is: a mistake, or a value that is not known. */
export type Gaps = 'refuse' | 'mask';

/** A sentence on what else can be done about a cell that is no number, or about one that holds nothing. */
export type WayOut = string | { readonly ofGaps: string };

/** Networks compute in single precision: beyond it is no number, and below it nothing but zero. */
const [smallest, largest] = [1e-37, 1e37];

/**
 * The numbers of one column, in the order of the rows; NaN where a gap is masked.
 * @param wayOut a sentence on what else can be done about such a cell
 * @throws BadInputError naming row and column of a cell that is empty, no number, not finite, or too large
 */
export function numbersOf(csv: Csv, column: number, gaps: Gaps = 'refuse', wayOut = ''): Float64Array {
  return measuredColumn(csv, column, gaps, wayOut).numbers;
}

/** The same with what their cells say beside them, their unit above all. */
export function measuredColumn(
  csv: Csv,
  column: number,
  gaps: Gaps = 'refuse',
  wayOut: WayOut = '',
): ColumnCells {
  const bare = new Float64Array(csv.rows);
  for (let row = 0; row < bare.length; row += 1) bare[row] = csv.number(row, column);
  const cells = bare.some(Number.isNaN)
    ? columnCells(csv, column)
    : { column, numbers: bare, texts: [], textOf: new Int32Array(0) };
  checkNumbers(cells, csv, gaps, wayOut);
  return cells;
}

/**
 * A column of numbers that is trained on: as `measuredColumn`, and not all of them too small to be told apart.
 * @throws BadInputError naming row and column of the largest of numbers that are too small
 */
export function trainableColumn(csv: Csv, column: number, gaps?: Gaps, wayOut?: WayOut): ColumnCells {
  const cells = measuredColumn(csv, column, gaps, wayOut);
  refuseTooSmall(cells.numbers, csv, column);
  return cells;
}

/** Whether what was read of a column is `trainableColumn`: throws BadInputError as it does. */
export function checkTrainable(cells: ColumnCells, csv: Csv, gaps: Gaps, wayOut: string): void {
  checkNumbers(cells, csv, gaps, wayOut);
  refuseTooSmall(cells.numbers, csv, cells.column);
}

function checkNumbers(cells: ColumnCells, csv: Csv, gaps: Gaps, wayOut: WayOut): void {
  const { column, numbers } = cells;
  const helps = (isGapToo: boolean) => (typeof wayOut === 'string' ? wayOut : isGapToo ? wayOut.ofGaps : '');
  if (cells.unclear !== undefined) throw new BadInputError(`${cells.unclear} ${helps(false)}`.trimEnd());
  for (let row = 0; row < numbers.length; row += 1) {
    if (Math.abs(numbers[row]) <= largest) continue;
    if (!Number.isNaN(numbers[row])) throw outOfRange(csv, row, column, 'too large');
    const text = textIn(cells, row);
    if (gaps === 'mask' && isGap(text)) continue;
    const others = moreLike(cells, gaps, row);
    throw new BadInputError(`${refusal(csv, row, column, text)} ${others}${helps(isGap(text))}`.trimEnd());
  }
}

function textIn({ texts, textOf }: ColumnCells, row: number): string {
  return texts[textOf[row]].text;
}

/** A sentence on how many cells below the first that is no number are none either. */
function moreLike(cells: ColumnCells, gaps: Gaps, first: number): string {
  const { numbers } = cells;
  let more = 0;
  for (let row = first + 1; row < numbers.length; row += 1)
    if (Number.isNaN(numbers[row]) && !(gaps === 'mask' && isGap(textIn(cells, row)))) more += 1;
  if (more === 0) return '';
  return `${more} more ${more === 1 ? 'cell' : 'cells'} of the column ${more === 1 ? 'is' : 'are'} no ${more === 1 ? 'number' : 'numbers'} either. `;
}

function refuseTooSmall(values: Float64Array, csv: Csv, column: number): void {
  let at = 0;
  for (let row = 1; row < values.length; row += 1)
    if (Math.abs(values[row]) > Math.abs(values[at] || 0)) at = row;
  if (Math.abs(values[at]) > 0 && Math.abs(values[at]) < smallest)
    throw outOfRange(csv, at, column, 'too small');
}

function outOfRange(csv: Csv, index: number, column: number, what: 'too large' | 'too small'): BadInputError {
  const where = `${csv.fileName}, ${csv.place(index)}, column ${inOneLine(csv.header[column])}`;
  return new BadInputError(
    `${where}: ${quote(csv.cell(index, column).trim())} is ${what} to compute with, beyond ${smallest} to ${largest}; give the column in another unit.`,
  );
}

function refusal(csv: Csv, index: number, column: number, text: string): string {
  const where = `${csv.fileName}, ${csv.place(index)}, column ${inOneLine(csv.header[column])}`;
  const word = csv.cell(index, column).trim();
  if (text === '' && word !== '')
    return `${where}: ${quote(word)} counts as an empty cell; every row needs a number here.`;
  if (text === '') return `${where}: the cell is empty; every row needs a number here.`;
  if (isFormulaError(text))
    return `${where}: ${text} is an error of a spreadsheet's formula, no value; every row needs a number here.`;
  if (isNotFinite(text) || decimal.test(text))
    return `${where}: ${text} is not finite; every row needs a finite number here.`;
  return `${where}: ${quote(text)} is no number.`;
}

/** Not more of a cell than a person wants to read. */
function quote(text: string): string {
  return `"${inOneLine(text.length > 30 ? `${text.slice(0, 30)}...` : text)}"`;
}

/** Quoted cells may hold line breaks, and broken files anything. */
function inOneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
