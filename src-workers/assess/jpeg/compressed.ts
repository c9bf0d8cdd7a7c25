import type { PictureShape } from '../resized-pictures';
import { quantised } from './blocks';
import { doubled, halved, type Plane, planeOf } from './planes';
import { chromaTable, luminanceTable, scaledTable } from './quantisation';

/**
 * What is left of a picture that was kept as JPEG (ITU-T T.81) and read again: the losses alone, for what follows them loses nothing.
 * Colours have half the resolution, as is usual below the best qualities.
 * @param picture [height, width, channels], 0 to 1; three channels are red, green and blue, others are kept each by itself
 * @param quality 1 to 100, as the Independent JPEG Group scales tables
 */
export function compressed(picture: Float64Array, shape: PictureShape, quality: number): Float64Array {
  const bytes = picture.map((value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  const luminance = scaledTable(luminanceTable, quality);
  const planes = Array.from({ length: shape.channels }, (_, channel) => planeOf(bytes, shape, channel));
  const kept =
    planes.length === 3
      ? keptColours(planes, luminance, scaledTable(chromaTable, quality))
      : planes.map((plane) => quantised(plane, luminance));
  return picture.map((_, at) => kept[at % shape.channels].values[Math.floor(at / shape.channels)] / 255);
}

function keptColours(
  [red, green, blue]: readonly Plane[],
  luminance: readonly number[],
  chroma: readonly number[],
): readonly Plane[] {
  const { height, width } = red;
  const mixed = (weights: readonly [number, number, number], offset: number): Plane => ({
    height,
    width,
    values: red.values.map((value, at) =>
      byte(weights[0] * value + weights[1] * green.values[at] + weights[2] * blue.values[at] + offset),
    ),
  });
  const y = quantised(mixed([0.299, 0.587, 0.114], 0), luminance);
  const [cb, cr] = [
    mixed([-0.168735892, -0.331264108, 0.5], 128),
    mixed([0.5, -0.418687589, -0.081312411], 128),
  ].map((plane) => doubled(quantised(halved(plane), chroma), height, width));
  const back = (of: (brightness: number, b: number, r: number) => number): Plane => ({
    height,
    width,
    values: y.values.map((value, at) => byte(of(value, cb.values[at] - 128, cr.values[at] - 128))),
  });
  return [
    back((value, _b, r) => value + 1.402 * r),
    back((value, b, r) => value - 0.344136286 * b - 0.714136286 * r),
    back((value, b) => value + 1.772 * b),
  ];
}

function byte(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}
