import { isJpeg } from '../../../src-files/pictures/jpeg-frame';
import { isPng } from '../../../src-files/pictures/png-bytes';
import { BadInputError } from '../../../src-shared/errors';
import { type JpegDecoder, jpegPixels } from './jpeg-pixels';
import type { PictureSize, Pixels } from './picture-size';
import { pngPixels } from './png-pixels';

/**
 * Pixels of a PNG or JPEG file, as its first bytes say, [height, width, channels], 0 to 255. Grey becomes colour; colour
 * becomes grey where all pixels are grey.
 * @throws BadInputError naming the file, what it holds and what the network takes
 */
export function readPicture(
  bytes: Uint8Array,
  file: string,
  wanted: PictureSize,
  decodeJpeg: JpegDecoder,
): Uint8Array {
  const own = ownPixels(bytes, file, wanted, decodeJpeg);
  return own.channels === wanted.channels ? own.pixels : converted(own, wanted.channels, file);
}

function ownPixels(bytes: Uint8Array, file: string, wanted: PictureSize, decodeJpeg: JpegDecoder): Pixels {
  if (isPng(bytes)) return pngPixels(bytes, file, wanted);
  if (isJpeg(bytes)) return jpegPixels(bytes, file, wanted, decodeJpeg);
  throw new BadInputError(`${file} is neither a PNG nor a JPEG file, whatever its name says.`);
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
