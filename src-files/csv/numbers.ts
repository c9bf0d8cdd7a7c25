import { BadInputError } from '../../src-shared/errors';
import type { Csv } from './csv';
import { decimal } from './number-style';

/** Nothing, no number, or what Excel writes where a formula has no result, in CSV files too. */
const gap = /^(nan|#(N\/A|DIV\/0!|NULL!|NUM!|VALUE!|REF!|NAME\?|SPILL!|CALC!))?$/i;
/** Whether a cell holds nothing that is known. */
export function isGap(text: string): boolean {
  return gap.test(text);
}

/** Of cells that hold nothing that is known, those that hold an error of a spreadsheet's formula. */
export function isFormulaError(text: string): boolean {
  return text.startsWith('#') && isGap(text);
}

/** Whether a cell holds a number's name that is none to compute with. */
export function isNotFinite(text: string): boolean {
  return notFinite.test(text);
}

const notFinite = /^[+-]?(nan|inf(inity)?)$/i;

/** What an empty cell or NaN is: a mistake, or a value that is not known. */
export type Gaps = 'refuse' | 'mask';

/** Networks compute in single precision: beyond it is no number, and below it nothing but zero. */
const [smallest, largest] = [1e-37, 1e37];

/**
 * The numbers of one column, in the order of the rows; NaN where a gap is masked.
 * @param wayOut a sentence on what else can be done about such a cell
 * @throws BadInputError naming row and column of a cell that is empty, no number, not finite, or too large
 */
export function numbersOf(csv: Csv, column: number, gaps: Gaps = 'refuse', wayOut = ''): Float64Array {
  const values = new Float64Array(csv.rows);
  for (let row = 0; row < values.length; row += 1) values[row] = csv.number(row, column);
  checkNumbers(values, csv, column, gaps, wayOut);
  return values;
}

/**
 * The numbers of one column that is trained on: as `numbersOf`, and not all of them too small to be told apart.
 * @throws BadInputError naming row and column of the largest of numbers that are too small
 */
export function trainableNumbers(csv: Csv, column: number, gaps?: Gaps, wayOut?: string): Float64Array {
  const values = numbersOf(csv, column, gaps, wayOut);
  refuseTooSmall(values, csv, column);
  return values;
}

/** Whether numbers that were read from a column are `trainableNumbers`: throws BadInputError as it does. */
export function checkTrainable(
  values: Float64Array,
  csv: Csv,
  column: number,
  gaps: Gaps,
  wayOut: string,
): void {
  checkNumbers(values, csv, column, gaps, wayOut);
  refuseTooSmall(values, csv, column);
}

function checkNumbers(values: Float64Array, csv: Csv, column: number, gaps: Gaps, wayOut: string): void {
  for (let row = 0; row < values.length; row += 1) {
    if (Math.abs(values[row]) <= largest) continue;
    if (!Number.isNaN(values[row])) throw outOfRange(csv, row, column, 'too large');
    const text = csv.cell(row, column).trim();
    if (gaps === 'mask' && gap.test(text)) continue;
    const others = moreLike(values, csv, column, gaps, row);
    throw new BadInputError(`${refusal(csv, row, column, text)} ${others}${wayOut}`.trimEnd());
  }
}

/** A sentence on how many cells below the first that is no number are none either. */
function moreLike(values: Float64Array, csv: Csv, column: number, gaps: Gaps, first: number): string {
  let more = 0;
  for (let row = first + 1; row < values.length; row += 1)
    if (Number.isNaN(values[row]) && !(gaps === 'mask' && gap.test(csv.cell(row, column).trim()))) more += 1;
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

function refusal({ fileName, header, place }: Csv, index: number, column: number, text: string): string {
  const where = `${fileName}, ${place(index)}, column ${inOneLine(header[column])}`;
  if (text === '') return `${where}: the cell is empty; every row needs a number here.`;
  if (isFormulaError(text))
    return `${where}: ${text} is an error of a spreadsheet's formula, no value; every row needs a number here.`;
  if (notFinite.test(text) || decimal.test(text))
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
