import { BadInputError } from '../../src-shared/errors';
import type { Csv } from './csv';

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const gap = /^(nan)?$/i;
const notFinite = /^[+-]?(nan|inf(inity)?)$/i;

/** What an empty cell or NaN is: a mistake, or a value that is not known. */
export type Gaps = 'refuse' | 'mask';

/**
 * The numbers of one column, in the order of the rows; NaN where a gap is masked.
 * @param wayOut a sentence on what else can be done about such a cell
 * @throws BadInputError naming row and column of a cell that is empty, no number, or not finite
 */
export function numbersOf(csv: Csv, column: number, gaps: Gaps = 'refuse', wayOut = ''): Float64Array {
  return Float64Array.from({ length: csv.rows }, (_, index) => {
    const text = csv.cell(index, column).trim();
    if (gaps === 'mask' && gap.test(text)) return Number.NaN;
    const value = decimal.test(text) ? Number(text) : Number.NaN;
    if (!Number.isFinite(value))
      throw new BadInputError(`${refusal(csv, index, column, text)} ${wayOut}`.trimEnd());
    return value;
  });
}

function refusal({ fileName, header, place }: Csv, index: number, column: number, text: string): string {
  const where = `${fileName}, ${place(index)}, column ${header[column]}`;
  if (text === '') return `${where}: the cell is empty; every row needs a number here.`;
  if (notFinite.test(text) || decimal.test(text))
    return `${where}: ${text} is not finite; every row needs a finite number here.`;
  return `${where}: ${quote(text)} is no number.`;
}

/** Not more of a cell than a person wants to read. */
function quote(text: string): string {
  return `"${text.length > 30 ? `${text.slice(0, 30)}...` : text}"`;
}
