import type { Dialect } from '../../src-shared/experiment/data/dialect';
import type { Separator } from './dialect';

/** How a file writes its numbers: `1900.82`, `1,900.82` or `1.900,82` (and `1900,82`). */
export type NumberStyle = 'plain' | 'grouped' | 'decimal-comma';

/** A number as it is written in tables; JavaScript reads `0x10` too. */
export const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** What stands second in a number to another base. */
const otherBases = 'xXbBoO';
/** Thousands in groups: by commas, or (with a decimal comma) by points, apostrophes or spaces of any width. */
const groupedByComma = /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/;
const withDecimalComma = /^[+-]?(\d{1,3}([.'’\s]\d{3})+|\d+)?(,\d+)?([eE][+-]?\d+)?$/;

/** What can be one of the two alone. */
const surelyGrouped = /^[+-]?\d{1,3}(,\d{3})+\.\d*$|^[+-]?\d{1,3}(,\d{3}){2,}$/;
const surelyComma =
  /^[+-]?(\d{1,3}([.'’\s]\d{3})+|\d+)?,(\d{1,2}|\d{4,})([eE][+-]?\d+)?$|^[+-]?\d{1,3}(\.\d{3})+,\d+$|^[+-]?(0|\d{4,}),\d+$/;
const surelyPoint = /^[+-]?\d*\.(\d{1,2}|\d{4,})([eE][+-]?\d+)?$|^[+-]?(0|\d{4,})\.\d+$/;

/**
 * How the numbers of a file are written, by those of its cells that can be read in one way only. Where there are none,
 * `1,234` is a decimal comma in a file whose cells are not separated by commas, and a thousand in one whose are.
 * @param cells without units
 * @param decimals what they have, where that is not left to the file to tell
 */
export function numberStyleOf(
  cells: Iterable<string>,
  separator: Separator,
  decimals: Dialect['decimals'],
): NumberStyle {
  if (decimals !== 'auto') return decimals === 'comma' ? 'decimal-comma' : 'grouped';
  let hasPoint = false;
  let hasComma = false;
  let hasGroups = false;
  for (const cell of cells) {
    const text = cell.trim();
    hasPoint ||= surelyPoint.test(text) || surelyGrouped.test(text);
    hasComma ||= surelyComma.test(text);
    hasGroups ||= groupedByComma.test(text);
  }
  if (!hasPoint && (hasComma || (hasGroups && separator !== ','))) return 'decimal-comma';
  return hasGroups ? 'grouped' : 'plain';
}

/** Whether a number can be read in a style and in no other. */
export function surelyIn(number: string, style: NumberStyle): boolean {
  if (style === 'decimal-comma') return surelyComma.test(number);
  return surelyPoint.test(number) || surelyGrouped.test(number);
}

/** The number that a cell holds; NaN where it holds none in this style. */
export function numberIn(text: string, style: NumberStyle): number {
  if (style === 'decimal-comma') {
    if (!withDecimalComma.test(text) || !/\d/.test(text)) return Number.NaN;
    return Number(text.replace(/[.'’\s]/g, '').replace(',', '.'));
  }
  const value = Number(text);
  // As `decimal`, which takes longer than all else of a long column: JavaScript also reads nothing, `0x10` and its like.
  if (Number.isFinite(value) && text !== '' && !otherBases.includes(text[1] ?? '-')) return value;
  return style === 'grouped' && groupedByComma.test(text) ? Number(text.replaceAll(',', '')) : Number.NaN;
}
