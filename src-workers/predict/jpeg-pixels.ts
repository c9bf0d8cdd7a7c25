import { BadInputError, ParasampleError } from '../../src-shared/errors';
import { type PictureSize, type Pixels, refuseOtherSize } from './picture-size';

/** Decodes a whole JPEG file. Throws where it is not whole. */
export type JpegDecoder = (bytes: Uint8Array) => Pixels;

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

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
  const frame = frameOf(bytes);
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

/** Start of frame of any process (ITU-T T.81, table B.1): 0xC0 to 0xCF, but for DHT, JPG and DAC. */
function startsFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

/** What the frame header says (ITU-T T.81, B.2.2); undefined where there is none. */
function frameOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    if (startsFrame(bytes[at + 1]))
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), colours: bytes[at + 9] };
    // Any marker may be preceded by fill bytes; all others here have a length behind them.
    at += bytes[at + 1] === 0xff ? 1 : 2 + view.getUint16(at + 2);
  }
  return undefined;
}
