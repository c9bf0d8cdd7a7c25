import { decode } from 'fast-png';
import { BadInputError } from '../../src-shared/errors';
import { pngSize, refuseHuge } from './decode-picture';
import { isPng, packedValues } from './png-bytes';
import { pixelChunks } from './png-chunks';

/** The label of each pixel, row by row. */
export interface DecodedMask {
  readonly height: number;
  readonly width: number;
  readonly labels: ArrayLike<number>;
}

/**
 * A mask's labels: of a palette's PNG the places in the palette, of a grey one its values as they stand, of a coloured one those
 * of its channels where they are all alike.
 * @throws BadInputError naming the file
 */
export function decodeMask(bytes: Uint8Array, file: string): DecodedMask {
  if (!isPng(bytes))
    throw new BadInputError(
      `${file} is no PNG file; masks are, with a palette (mode P) or grey (mode L), since other formats change labels.`,
    );
  try {
    const { height = 0, width = 0 } = pngSize(bytes) ?? {};
    refuseHuge({ height, width }, file);
    const picture = decode(pixelChunks(bytes, height * width));
    return { height, width, labels: labelsOf(picture, file) };
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInputError(`${file} is no whole PNG file that can be read (${why}).`);
  }
}

function labelsOf(picture: ReturnType<typeof decode>, file: string): ArrayLike<number> {
  const { channels, depth, data } = picture;
  if (depth < 8) return packedValues(picture);
  if (channels === 1) return data;
  const labels = Uint16Array.from({ length: data.length / channels }, (_, pixel) => data[pixel * channels]);
  // Of grey with alpha, the grey.
  const isGrey =
    channels === 2 ||
    labels.every(
      (label, pixel) => data[pixel * channels + 1] === label && data[pixel * channels + 2] === label,
    );
  if (isGrey) return labels;
  throw new BadInputError(
    `${file} has colours and no palette, which say no label; save the number of each pixel’s class, as a PNG with a palette (mode P) or grey (mode L).`,
  );
}
