import { type DecodedPng, decode } from 'fast-png';
import { pngBytes } from '../../../src-files/pictures/png-bytes';
import { pixelChunks } from '../../../src-files/pictures/png-chunks';
import { BadInputError } from '../../../src-shared/errors';
import { type PictureSize, type Pixels, refuseOtherSize } from './picture-size';

/**
 * Pixels of a PNG file. An alpha channel is dropped where nothing is transparent.
 * @throws BadInputError naming the file
 */
export function pngPixels(bytes: Uint8Array, file: string, wanted: PictureSize): Pixels {
  // Before memory is taken for the pixels: where the first chunk tells their number, the format fixes.
  const widthAt = 16;
  if (bytes.length >= widthAt + 8) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    refuseOtherSize(view.getUint32(widthAt + 4), view.getUint32(widthAt), file, wanted);
  }
  const picture = decoded(bytes, file, wanted.height * wanted.width);
  if (picture.depth === 16) throw new BadInputError(`${file} has 16 bits per colour; this network takes 8.`);
  return opaque(picture, file);
}

function decoded(bytes: Uint8Array, file: string, pixels: number): DecodedPng {
  try {
    return decode(pixelChunks(bytes, pixels));
  } catch (error) {
    throw new BadInputError(
      `${file} is no whole PNG file (${error instanceof Error ? error.message : error}).`,
    );
  }
}

/** Grey or colour alone, one byte each. */
function opaque(picture: DecodedPng, file: string): Pixels {
  const { channels, pixels } = pngBytes(picture);
  if (channels === 1 || channels === 3) return { channels, pixels };
  const colours = channels - 1;
  const kept = new Uint8Array((pixels.length / channels) * colours);
  for (let from = 0, to = 0; from < pixels.length; from += channels, to += colours) {
    if (pixels[from + colours] !== 255)
      throw new BadInputError(`${file} is partly transparent; this network takes opaque pictures.`);
    kept.set(pixels.subarray(from, from + colours), to);
  }
  return { channels: colours, pixels: kept };
}
