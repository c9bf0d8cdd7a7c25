import { ignoredByte } from '../../src-shared/experiment/data/class-maps';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { placed } from './fit-picture';
import type { Part } from './resampling';

interface ByteMask {
  readonly height: number;
  readonly width: number;
  /** One byte a pixel. */
  readonly labels: Uint8Array;
}

/**
 * A mask in the size of an experiment's pictures, cut or padded as they are: each pixel has the label of the nearest one, as
 * Pillow's NEAREST has it; what is added around counts for nothing.
 * @returns [height, width]
 */
export function fitMask(
  mask: ByteMask,
  { size, resize }: Pick<OwnPictureSettings, 'size' | 'resize'>,
): Uint8Array {
  const [height, width] = size;
  const { down, across, filled, top, left } = placed(mask, { height, width }, resize);
  const rows = nearest(down, filled.height, mask.height);
  const columns = nearest(across, filled.width, mask.width);
  const result = new Uint8Array(height * width).fill(ignoredByte);
  rows.forEach((row, y) => {
    columns.forEach((column, x) => {
      result[(top + y) * width + left + x] = mask.labels[row * mask.width + column];
    });
  });
  return result;
}

/**
 * The place that the middle of each of so many falls on. Steps are added up and ends are of single precision as in Pillow, which decides
 * where a middle falls between two places.
 */
export function nearest({ from, span }: Part, count: number, length: number): readonly number[] {
  const first = Math.fround(from);
  const step = Math.fround(Math.fround(from + span) - first) / count;
  let at = first + step / 2;
  return Array.from({ length: count }, () => {
    const place = Math.min(length - 1, Math.max(0, Math.floor(at)));
    at += step;
    return place;
  });
}
