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

const barSteps = 64;
let bar: string | undefined;

/** The colours from the lowest value to the highest, made once. */
export function colourBarImage(): string {
  bar ??= mapImage(
    Array.from({ length: barSteps }, (_, step) => step),
    barSteps,
    1,
    [0, barSteps - 1],
  );
  return bar;
}
