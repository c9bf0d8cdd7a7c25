import type { PictureShape } from '../resized-pictures';

/** The place in 0 to length - 1 that is nearest. */
export function clamped(place: number, length: number): number {
  return Math.min(Math.max(place, 0), length - 1);
}

/** The larger side, in pixels: what lengths are shares of. */
export function sideOf({ height, width }: Pick<PictureShape, 'height' | 'width'>): number {
  return Math.max(height, width);
}

/** Four pixels around a place between them, as where their numbers begin, and what part of the light each has. */
interface Around {
  readonly firsts: Int32Array;
  readonly shares: Float64Array;
}

/** What lies at a place, by the four pixels around it; beyond the edge lies the edge. */
function lookAt({ height, width, channels }: PictureShape, y: number, x: number, around: Around): void {
  const [fromY, fromX] = [clamped(y, height), clamped(x, width)];
  const [top, left] = [Math.floor(fromY), Math.floor(fromX)];
  const [down, across] = [fromY - top, fromX - left];
  const [bottom, right] = [Math.min(top + 1, height - 1), Math.min(left + 1, width - 1)];
  const { firsts, shares } = around;
  firsts[0] = (top * width + left) * channels;
  firsts[1] = (top * width + right) * channels;
  firsts[2] = (bottom * width + left) * channels;
  firsts[3] = (bottom * width + right) * channels;
  shares[0] = (1 - down) * (1 - across);
  shares[1] = (1 - down) * across;
  shares[2] = down * (1 - across);
  shares[3] = down * across;
}

/**
 * The picture seen elsewhere: each pixel of the result shows what lies at another place, perhaps between pixels.
 * @param picture [height, width, channels]
 * @param size of the result
 * @param placeOf writes for a pixel, by its row and column, the row and column that it shows
 */
export function displaced(
  picture: Float64Array,
  shape: PictureShape,
  placeOf: (y: number, x: number, place: Float64Array) => void,
  size: Pick<PictureShape, 'height' | 'width'> = shape,
): Float64Array {
  const { channels } = shape;
  const result = new Float64Array(size.height * size.width * channels);
  const around = { firsts: new Int32Array(4), shares: new Float64Array(4) };
  const { firsts, shares } = around;
  const place = new Float64Array(2);
  for (let pixel = 0; pixel < size.height * size.width; pixel += 1) {
    placeOf(Math.floor(pixel / size.width), pixel % size.width, place);
    lookAt(shape, place[0], place[1], around);
    for (let channel = 0; channel < channels; channel += 1)
      result[pixel * channels + channel] =
        shares[0] * picture[firsts[0] + channel] +
        shares[1] * picture[firsts[1] + channel] +
        shares[2] * picture[firsts[2] + channel] +
        shares[3] * picture[firsts[3] + channel];
  }
  return result;
}
