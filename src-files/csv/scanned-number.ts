import type { CsvScanner } from './csv-scanner';
import { type NumberStyle, numberIn } from './number-style';

/** So many digits are exact in double precision, and so are these powers of ten. */
const exactDigits = 15;
const powers = Float64Array.from({ length: exactDigits + 1 }, (_, power) => Number(`1e${power}`));
const [minus, zero, point, comma] = ['-', '0', '.', ','].map((character) => character.charCodeAt(0));

/** What `numberIn` reads in a cell without the spaces around it. */
export function scannedNumber(scanner: CsvScanner, cell: number, style: NumberStyle): number {
  const mark = style === 'decimal-comma' ? comma : point;
  const value = plainNumber(scanner.text, scanner.begin(cell), scanner.end(cell), mark);
  return Number.isNaN(value) ? numberIn(scanner.cell(cell).trim(), style) : value;
}

/**
 * The number of up to fifteen digits that stands in a part of a text, without making that part a text of its own; NaN for what is
 * longer, no number, or written in another way. Its digits as a whole number and the power of ten are exact, so that their
 * quotient is the nearest number there is (Clinger 1990, How to read floating point numbers accurately).
 */
function plainNumber(text: string, begin: number, end: number, mark: number): number {
  const isNegative = text.charCodeAt(begin) === minus;
  const first = isNegative ? begin + 1 : begin;
  let whole = 0;
  let markAt = -1;
  for (let at = first; at < end; at += 1) {
    const code = text.charCodeAt(at);
    const digit = code - zero;
    if (digit >= 0 && digit <= 9) whole = whole * 10 + digit;
    else if (code === mark && markAt < 0) markAt = at;
    else return Number.NaN;
  }
  const decimals = markAt < 0 ? 0 : end - markAt - 1;
  const digits = end - first - (markAt < 0 ? 0 : 1);
  if (digits < 1 || digits > exactDigits || markAt === end - 1) return Number.NaN;
  const value = whole / powers[decimals];
  return isNegative ? -value : value;
}
