import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { BadInputError } from '../../src-shared/errors';
import { type PictureSize, type Pixels, refuseOtherSize } from './picture-size';
import { pixelChunks } from './png-chunks';

/** The first four bytes of every PNG file. */
const signature = 0x89504e47;

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length > 4 && new DataView(bytes.buffer, bytes.byteOffset).getUint32(0) === signature;
}

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
  const { channels, pixels } = inBytes(picture);
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

/** Palettes looked up, and grey of 1, 2 or 4 bits spread over 0 to 255. */
function inBytes(picture: DecodedPng): Pixels {
  const { channels, depth, data, palette } = picture;
  if (palette) return { channels: palette[0].length, pixels: Uint8Array.from(convertIndexedToRgb(picture)) };
  if (depth === 8) return { channels, pixels: Uint8Array.from(data) };
  return { channels, pixels: unpacked(picture) };
}

function unpacked({ data, depth, width, height }: DecodedPng): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  return Uint8Array.from({ length: width * height }, (_, at) => {
    const bit = (at % width) * depth;
    const byte = data[Math.floor(at / width) * rowBytes + Math.floor(bit / 8)];
    return (((byte >> (8 - depth - (bit % 8))) & most) * 255) / most;
  });
}
