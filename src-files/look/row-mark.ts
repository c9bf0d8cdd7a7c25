import type { Csv } from '../csv/csv';

/**
 * A number of 53 bits that rows of other texts hardly share: two hashes (FNV-1a) of 32 bits, of which one starts elsewhere.
 * @param leftOut a column that does not count
 */
export function rowMark(csv: Csv, row: number, leftOut?: number): number {
  let [high, low] = [0x811c9dc5, 0x01234567];
  for (let column = 0; column < csv.header.length; column += 1) {
    if (column === leftOut) continue;
    const cell = csv.cell(row, column);
    for (let at = 0; at <= cell.length; at += 1) {
      const code = at < cell.length ? cell.charCodeAt(at) : 0x10000;
      high = Math.imul(high ^ code, 0x01000193);
      low = Math.imul(low ^ code, 0x01000193) ^ (low >>> 15);
    }
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
