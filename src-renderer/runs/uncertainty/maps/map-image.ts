import { drawMap } from './colour-map';

/** Values row by row, one pixel each, as the address of a picture. */
export function mapImage(
  values: readonly number[],
  width: number,
  height: number,
  range: readonly [number, number],
): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  drawMap(canvas, values, range);
  return canvas.toDataURL();
}
