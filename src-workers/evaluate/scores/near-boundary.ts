import { ignored } from '../../data/run-data';

/** Rows and columns to each side that are looked at. */
const reach = 2;

/**
 * Which pixels have one of another class within two rows and two columns; ignored ones are no class.
 * @param labels row by row, [height, width], -1 where one is ignored
 * @returns 1 where there is one
 */
export function nearBoundary(labels: Int32Array, height: number, width: number): Uint8Array {
  const near = new Uint8Array(labels.length);
  for (let row = 0; row < height; row += 1)
    for (let column = 0; column < width; column += 1) {
      const at = row * width + column;
      if (labels[at] !== ignored && hasOther(labels, height, width, row, column)) near[at] = 1;
    }
  return near;
}

function hasOther(labels: Int32Array, height: number, width: number, row: number, column: number): boolean {
  const own = labels[row * width + column];
  const lastRow = Math.min(height - 1, row + reach);
  const lastColumn = Math.min(width - 1, column + reach);
  for (let y = Math.max(0, row - reach); y <= lastRow; y += 1)
    for (let x = Math.max(0, column - reach); x <= lastColumn; x += 1) {
      const other = labels[y * width + x];
      if (other !== own && other !== ignored) return true;
    }
  return false;
}
