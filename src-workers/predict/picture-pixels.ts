import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';
import { BadInputError } from '../../src-shared/errors';

export interface PictureSize {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: number;
}

/**
 * Pixels of a PNG file, [height, width, channels], 0 to 255. Grey becomes colour; colour becomes grey where all pixels
 * are grey; an alpha channel is dropped where nothing is transparent.
 * @throws BadInputError naming the file, what it holds and what the network takes
 */
export function readPicture(bytes: Uint8Array, file: string, wanted: PictureSize): Uint8Array {
  refuseOtherSize(bytes, file, wanted);
  const picture = decoded(bytes, file);
  if (picture.depth === 16) throw new BadInputError(`${file} has 16 bits per colour; this network takes 8.`);
  const own = opaque(picture, file);
  return own.channels === wanted.channels ? own.pixels : converted(own, wanted.channels, file);
}

/** Before memory is taken for the pixels: where the first chunk tells their number, the format fixes. */
function refuseOtherSize(bytes: Uint8Array, file: string, wanted: PictureSize): void {
  const widthAt = 16;
  if (bytes.length < widthAt + 8) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isPng = view.getUint32(0) === 0x89504e47;
  const [width, height] = [view.getUint32(widthAt), view.getUint32(widthAt + 4)];
  if (isPng && (height !== wanted.height || width !== wanted.width))
    throw new BadInputError(
      `${file} is ${height} x ${width} pixels (height x width); this network takes ${wanted.height} x ${wanted.width}.`,
    );
}

function decoded(bytes: Uint8Array, file: string): DecodedPng {
  try {
    return decode(bytes);
  } catch (error) {
    throw new BadInputError(
      `${file} is no whole PNG file (${error instanceof Error ? error.message : error}).`,
    );
  }
}

interface Pixels {
  readonly channels: number;
  readonly pixels: Uint8Array;
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

function converted({ channels, pixels }: Pixels, wanted: number, file: string): Uint8Array {
  if (channels === 1)
    return Uint8Array.from({ length: pixels.length * wanted }, (_, at) => pixels[Math.floor(at / wanted)]);
  const grey = new Uint8Array(pixels.length / channels);
  grey.forEach((_, at) => {
    const [red, green, blue] = pixels.subarray(at * channels, (at + 1) * channels);
    if (red !== green || green !== blue)
      throw new BadInputError(`${file} is in colour; this network takes grey pictures.`);
    grey[at] = red;
  });
  return grey;
}
