/**
 * Some numbers of each row, in this order, [rows, columns].
 * @param rows [rows, width]
 */
export function columnsOfRows(
  rows: ArrayLike<number>,
  width: number,
  columns: readonly number[],
): Float32Array {
  const own = new Float32Array((rows.length / width) * columns.length);
  let at = 0;
  for (let first = 0; first < rows.length; first += width)
    for (const column of columns) {
      own[at] = rows[first + column];
      at += 1;
    }
  return own;
}
