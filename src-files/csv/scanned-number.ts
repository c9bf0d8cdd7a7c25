import type { CsvScanner } from './csv-scanner';
import { type NumberStyle, numberIn } from './number-style';

/** Whole numbers of so many digits are exact in double precision. */
const exactDigits = 15;
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
  if (bytes[begin] === minus) return -unsignedNumber(bytes, begin + 1, end, mark);
  return unsignedNumber(bytes, begin, end, mark);
}

function unsignedNumber(bytes: Uint8Array, first: number, end: number, mark: number): number {
  const shortEnd = Math.min(end, first + exactDigits);
  let whole = 0;
  let markAt = -1;
  for (let at = first; at < shortEnd; at += 1) {
    const code = bytes[at];
    const digit = code - zero;
    if (digit >= 0 && digit <= 9) whole = whole * 10 + digit;
    else if (code === mark && markAt < 0) markAt = at;
    else return Number.NaN;
  }
  if (shortEnd < end) return longNumber(bytes, shortEnd, end, { mark, markAt, whole });
  const written = end - first - (markAt < 0 ? 0 : 1);
  if (written < 1 || markAt === end - 1) return Number.NaN;
  return markAt < 0 ? whole : whole / powers[end - markAt - 1];
}

/** What a number's first bytes say. */
interface Begun {
  readonly mark: number;
  /** -1 where the mark is still to come, if at all. */
  readonly markAt: number;
  readonly whole: number;
}

/** The rest of a number of up to thirty digits; NaN as above. */
function longNumber(bytes: Uint8Array, begin: number, end: number, begun: Begun): number {
  let { markAt } = begun;
  let rest = 0;
  for (let at = begin; at < end; at += 1) {
    const code = bytes[at];
    const digit = code - zero;
    if (digit >= 0 && digit <= 9) rest = rest * 10 + digit;
    else if (code === begun.mark && markAt < 0) markAt = at;
    else return Number.NaN;
  }
  const digits = end - begin - (markAt < begin ? 0 : 1);
  const decimals = markAt < 0 ? 0 : end - markAt - 1;
  if (digits > exactDigits || decimals > mostDecimals || markAt === end - 1) return Number.NaN;
  return nearestQuotient(begun.whole, powers[digits], rest, powers[decimals]);
}

/** A bound of the relative error of `nearestQuotient` before it is rounded, which is below 2^-102. */
const slack = 2 ** -100;

/**
 * (whole * power + rest) / divisor, rounded once; NaN where what is known beyond a double's bits leaves open to which side.
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
  const wideA = splitter * a;
  const wideB = splitter * b;
  const highA = wideA - (wideA - a);
  const highB = wideB - (wideB - b);
  const lowA = a - highA;
  const lowB = b - highB;
  return highA * highB - product + highA * lowB + lowA * highB + lowA * lowB;
}
