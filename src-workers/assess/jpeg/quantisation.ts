/** Steps for the 64 frequencies of brightness, row by row: table K.1 of ITU-T T.81. */
export const luminanceTable: readonly number[] = [
  [16, 11, 10, 16, 24, 40, 51, 61],
  [12, 12, 14, 19, 26, 58, 60, 55],
  [14, 13, 16, 24, 40, 57, 69, 56],
  [14, 17, 22, 29, 51, 87, 80, 62],
  [18, 22, 37, 56, 68, 109, 103, 77],
  [24, 35, 55, 64, 81, 104, 113, 92],
  [49, 64, 78, 87, 103, 121, 120, 101],
  [72, 92, 95, 98, 112, 100, 103, 99],
].flat();

/** Of colours: table K.2, in which all but its first corner are the same. */
export const chromaTable: readonly number[] = [
  [17, 18, 24, 47],
  [18, 21, 26, 66],
  [24, 26, 56, 99],
  [47, 66, 99, 99],
  ...Array.from({ length: 4 }, () => [99, 99, 99, 99]),
].flatMap((row) => [...row, 99, 99, 99, 99]);

/** As the Independent JPEG Group scales them: 50 is the table, 100 keeps all that whole numbers can. */
export function scaledTable(table: readonly number[], quality: number): readonly number[] {
  const percent = quality < 50 ? Math.floor(5000 / quality) : 200 - 2 * quality;
  return table.map((step) => Math.min(255, Math.max(1, Math.floor((step * percent + 50) / 100))));
}
