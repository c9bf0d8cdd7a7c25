import { jpegFrame } from '../../../src-files/pictures/jpeg-frame';
import { BadInputError, ParasampleError } from '../../../src-shared/errors';
import { type PictureSize, type Pixels, refuseOtherSize } from './picture-size';

/** Decodes a whole JPEG file. Throws where it is not whole. */
export type JpegDecoder = (bytes: Uint8Array) => Pixels;

/**
 * Pixels of a JPEG file, turned as they are stored.
 * @throws BadInputError naming the file
 */
export function jpegPixels(
  bytes: Uint8Array,
  file: string,
  wanted: PictureSize,
  decode: JpegDecoder,
): Pixels {
  const frame = jpegFrame(bytes);
  if (!frame) throw new BadInputError(`${file} is no whole JPEG file (it does not say its size).`);
  refuseOtherSize(frame.height, frame.width, file, wanted);
  if (frame.colours !== 1 && frame.colours !== 3)
    throw new BadInputError(
      `${file} has ${frame.colours} colours; a picture is grey, or red, green and blue.`,
    );
  const decoded = tried(decode, bytes);
  // A file may hold a second frame header, which says otherwise.
  if (decoded?.pixels.length === frame.height * frame.width * frame.colours) return decoded;
  throw new BadInputError(`${file} is no whole JPEG file; its pixels cannot be decoded.`);
}

function tried(decode: JpegDecoder, bytes: Uint8Array): Pixels | undefined {
  try {
    return decode(bytes);
  } catch (error) {
    if (error instanceof ParasampleError) throw error;
    return undefined;
  }
}
