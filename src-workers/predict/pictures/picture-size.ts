import { BadInputError } from '../../../src-shared/errors';

export interface PictureSize {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
}

/** Grey or colour alone, one byte each, [height, width, channels]. */
export interface Pixels {
  readonly channels: number;
  readonly pixels: Uint8Array;
}

/** Refuses a picture of another size by what its header says, before memory is taken for its pixels. */
export function refuseOtherSize(height: number, width: number, file: string, wanted: PictureSize): void {
  if (height === wanted.height && width === wanted.width) return;
  throw new BadInputError(
    `${file} is ${height} x ${width} pixels (height x width); this network takes ${wanted.height} x ${wanted.width}.`,
  );
}
