import { type NumberStyle, numberIn } from './number-style';

/** A number as people write it, taken apart: `−30,2 kg` is `-30,2` and `kg`. */
export interface WrittenQuantity {
  /** Digits with their marks, and a minus in front where it is negative. */
  readonly number: string;
  /** As it is written; empty where there is none. */
  readonly unit: string;
  /** Whether parentheses say that it is negative, as bookkeepers write it. */
  readonly isInParentheses: boolean;
}

/** Currencies that stand in front of their number. */
const before =
  '(?:[A-Z]{0,2}\\p{Sc}|USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|BRL|ZAR|KRW|TRY|Fr\\.|kr\\.?|R\\$)';
const digits = "(?:\\d+(?:[.,'’\\s]\\d+)*[.,]?|[.,]\\d+)(?:[eE][+-]?\\d+)?";
const after = '[\\p{L}%‰°\\p{Sc}′″](?:\\s?[/·*]\\s?|\\s?[\\p{L}\\p{M}\\p{N}%‰°\\p{Sc}^.()⁻-])*';
const quantity = new RegExp(`^([+-]?)(${before})?\\s?([+-]?)(${digits})\\s?(${after})?$`, 'u');
/** What surrounds an amount that is owed: (12.30), ($5.00), (5) %. */
const inParentheses = new RegExp(`^(${before})?\\s?\\(([^()]+)\\)\\s?(${after})?$`, 'u');
/** A unit is a few letters; more are a sentence. */
const longestUnit = 24;
const longestText = 80;
const plain = /^[+-]?[\d.]+$/;

/** Takes a cell apart that holds a number and perhaps its unit or another sign; undefined where it is none. */
export function quantityIn(cell: string): WrittenQuantity | undefined {
  if (plain.test(cell)) return { number: cell, unit: '', isInParentheses: false };
  if (cell.length > longestText || !/\d/.test(cell)) return undefined;
  // Minus (U+2212) and the dash that many take for it.
  const text = cell.replace(/^(\D{0,4})[\u2212\u2013](?=[\d.,\p{Sc}])/u, '$1-');
  const owed = inParentheses.exec(text);
  if (owed) return owedQuantity(owed[1] ?? '', owed[2], owed[3] ?? '');
  const [, sign = '', currency = '', second = '', number = '', unit = ''] = quantity.exec(text) ?? [];
  const isOne = number !== '' && unit.length <= longestUnit && (currency === '' || unit === '');
  const isSigned = second === '' || (sign === '' && currency !== '');
  if (!isOne || !isSigned) return undefined;
  const negative = `${sign}${second}` === '-' ? '-' : '';
  return { number: `${negative}${number}`, unit: currency || unit, isInParentheses: false };
}

/** A cell's number without its unit and signs, to tell how a file writes its decimals; another cell as it is. */
export function numberAlone(cell: string): string {
  return quantityIn(cell)?.number ?? cell;
}

function owedQuantity(currency: string, inside: string, unit: string): WrittenQuantity | undefined {
  const within = quantityIn(inside.trim());
  if (!within || within.isInParentheses || /^[+-]/.test(within.number)) return undefined;
  const units = [currency, within.unit, unit].filter((one) => one !== '');
  if (units.length > 1) return undefined;
  return { number: `-${within.number}`, unit: units[0] ?? '', isInParentheses: true };
}

/** Thousands parted by spaces or apostrophes, which need no comma to be told from decimals: 1'328.50. */
const groupedOtherwise = /^-?[1-9]\d{0,2}([’'\s]\d{3})+(\.\d*)?$/;

/** The number that is written so in a style; NaN where it is none. */
export function quantityNumber(number: string, style: NumberStyle): number {
  const value = numberIn(number, style);
  if (!Number.isNaN(value) || style === 'decimal-comma' || !groupedOtherwise.test(number)) return value;
  return Number(number.replace(/[’'\s]/g, ''));
}

/** Whether two units are one, however they are typed: m² and m2, µ as micro sign and as Greek letter. */
export function unitKey(unit: string): string {
  return unit.normalize('NFKC').replace(/\s/g, '');
}
