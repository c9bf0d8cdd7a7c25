import type { CsvScanner } from './csv-scanner';
import { type NumberStyle, numberIn } from './number-style';

/** Whole numbers of so many digits are exact in double precision. */
const exactDigits = 15;
const exact = 1e15 - 1;
/** Of so many the product with the power of ten is exact in two doubles. */
const mostDigits = 19;
/** Powers of ten that are exact in double precision. */
const mostDecimals = 22;
const powers = Float64Array.from({ length: mostDecimals + 1 }, (_, power) => Number(`1e${power}`));
const [minus, zero, point, comma] = ['-', '0', '.', ','].map((character) => character.charCodeAt(0));

/** What `numberIn` reads in a cell without the spaces around it. */
export function scannedNumber(scanner: CsvScanner, cell: number, style: NumberStyle): number {
  const mark = style === 'decimal-comma' ? comma : point;
  const value = plainNumber(scanner.bytes, scanner.begin(cell), scanner.end(cell), mark);
  return Number.isNaN(value) ? numberIn(scanner.cell(cell).trim(), style) : value;
}

/**
 * The number that stands in a part of a text, without making that part a text of its own; NaN for what is
 * longer, no number, or written in another way. Up to fifteen digits as a whole number and the power of ten are exact, so that their
 * quotient is the nearest number there is (Clinger 1990, How to read floating point numbers accurately).
 */
function plainNumber(bytes: Uint8Array, begin: number, end: number, mark: number): number {
  const isNegative = bytes[begin] === minus;
  const first = isNegative ? begin + 1 : begin;
  let whole = 0;
  let markAt = -1;
  for (let at = first; at < end; at += 1) {
    const code = bytes[at];
    const digit = code - zero;
    if (digit >= 0 && digit <= 9) whole = whole * 10 + digit;
    else if (code === mark && markAt < 0) markAt = at;
    else return Number.NaN;
  }
  const decimals = markAt < 0 ? 0 : end - markAt - 1;
  const written = end - first - (markAt < 0 ? 0 : 1);
  if (written < 1 || decimals > mostDecimals || markAt === end - 1) return Number.NaN;
  const value = whole <= exact ? whole / powers[decimals] : longNumber(bytes, first, end, powers[decimals]);
  return isNegative ? -value : value;
}

/** The same of sixteen to nineteen digits, a decimal mark perhaps among them. */
function longNumber(bytes: Uint8Array, first: number, end: number, divisor: number): number {
  let whole = 0;
  let rest = 0;
  let digits = 0;
  for (let at = first; at < end; at += 1) {
    const digit = bytes[at] - zero;
    // Nor do zeros in front count.
    if (digit < 0 || digit > 9 || (digits === 0 && digit === 0)) continue;
    digits += 1;
    if (digits <= exactDigits) whole = whole * 10 + digit;
    else rest = rest * 10 + digit;
  }
  return digits > mostDigits
    ? Number.NaN
    : nearestQuotient(whole, powers[digits - exactDigits], rest, divisor);
}

/** A bound of the relative error of `nearestQuotient` before it is rounded, which is below 2^-102. */
const slack = 2 ** -100;

/**
 * (whole * power + rest) / divisor, rounded once; NaN where the bits beyond a double's leave open to which side.
 * Product and quotient are sums of two doubles (Dekker 1971, A floating-point technique for extending the available precision).
 */
function nearestQuotient(whole: number, power: number, rest: number, divisor: number): number {
  const product = whole * power;
  const lower = productRest(whole, power, product) + rest;
  const dividend = product + lower;
  const dividendRest = lower - (dividend - product);
  const quotient = dividend / divisor;
  const back = quotient * divisor;
  const remainder = dividend - back - productRest(quotient, divisor, back) + dividendRest;
  const quotientRest = remainder / divisor;
  const error = quotient * slack;
  const nearest = quotient + (quotientRest - error);
  return nearest === quotient + (quotientRest + error) ? nearest : Number.NaN;
}

const splitter = 2 ** 27 + 1;

/** a * b - product, exactly, where the product is a * b rounded (Veltkamp's splitting). */
function productRest(a: number, b: number, product: number): number {
  const [wideA, wideB] = [splitter * a, splitter * b];
  const highA = wideA - (wideA - a);
  const highB = wideB - (wideB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
}
