import { decode as decodePng } from 'fast-png';
import { decode as decodeTiff, type TiffIfd } from 'tiff';
import { BadInputError } from '../../src-shared/errors';
import { isJpeg, jpegFrame } from './jpeg-frame';
import { isPng, pngBytes } from './png-bytes';
import { pixelChunks } from './png-chunks';
import { type DecodedPicture, decodeJpeg, decodeWebp } from './wasm-decoder';

/** As much as a picture of a hundred million pixels takes a gigabyte while it is read. */
const mostPixels = 100_000_000;

/** Files that are pictures, by the ends of their names. */
export const pictureEnds = /\.(png|jpe?g|webp|tiff?)$/i;

/**
 * The pixels of a PNG, JPEG, WebP or TIFF file, as its first bytes say, one byte for each channel. JPEG pictures are turned as
 * their EXIF data say; of 16 bits the upper eight are taken.
 * @throws BadInputError naming the file
 */
export async function decodePicture(bytes: Uint8Array, file: string): Promise<DecodedPicture> {
  if (bytes.length === 0) throw new BadInputError(`${file} has 0 bytes; it should hold a picture.`);
  const format = formats.find(({ isOf }) => isOf(bytes));
  if (!format) throw new BadInputError(`${file} is no PNG, JPEG, WebP or TIFF file, whatever its name says.`);
  try {
    refuseHuge(format.sizeOf(bytes), file);
    const picture = await format.decode(bytes);
    refuseHuge(picture, file);
    return picture;
  } catch (error) {
    if (error instanceof BadInputError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new BadInputError(`${file} is no whole ${format.name} file that can be read (${why}).`);
  }
}

interface Size {
  readonly height: number;
  readonly width: number;
}

/** Height and width in pixels, as a picture's file says them; undefined where only decoding tells, or it is no picture. */
export function pictureSize(bytes: Uint8Array): Size | undefined {
  return formats.find(({ isOf }) => isOf(bytes))?.sizeOf(bytes);
}

/** Throws BadInputError where there are more pixels than memory should be taken for. */
export function refuseHuge(size: Size | undefined, file: string): void {
  if (!size || size.height * size.width <= mostPixels) return;
  throw new BadInputError(
    `${file} has ${size.height} x ${size.width} pixels; at most ${mostPixels / 1e6} million are read.`,
  );
}

interface Format {
  readonly name: string;
  isOf(bytes: Uint8Array): boolean;
  /** Before memory is taken for the pixels; undefined where only decoding tells. */
  sizeOf(bytes: Uint8Array): Size | undefined;
  decode(bytes: Uint8Array): Promise<DecodedPicture>;
}

const formats: readonly Format[] = [
  { name: 'PNG', isOf: isPng, sizeOf: pngSize, decode: async (bytes) => png(bytes) },
  { name: 'JPEG', isOf: isJpeg, sizeOf: jpegFrame, decode: jpeg },
  // No side of a WebP picture has more than 16,383 pixels.
  { name: 'WebP', isOf: isWebp, sizeOf: () => undefined, decode: decodeWebp },
  {
    name: 'TIFF',
    isOf: isTiff,
    sizeOf: (bytes) => tiffPage(bytes, true),
    decode: async (bytes) => tiff(bytes),
  },
];

/** Where the header chunk has the width; the height follows. */
const pngWidthAt = 16;

/** As the header says; undefined where the file ends before. */
export function pngSize(bytes: Uint8Array): Size | undefined {
  if (bytes.length < pngWidthAt + 8) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { width: view.getUint32(pngWidthAt), height: view.getUint32(pngWidthAt + 4) };
}

function png(bytes: Uint8Array): DecodedPicture {
  const { height = 0, width = 0 } = pngSize(bytes) ?? {};
  const picture = decodePng(pixelChunks(bytes, height * width));
  return { height, width, ...pngBytes(picture) };
}

async function jpeg(bytes: Uint8Array): Promise<DecodedPicture> {
  const colours = jpegFrame(bytes)?.colours;
  if (colours === 4) throw new Error('it has four colours, for print; save it in red, green and blue');
  return decodeJpeg(bytes);
}

function isWebp(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  return text.startsWith('RIFF') && text.endsWith('WEBP');
}

function isTiff(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 4)).toString('latin1');
  return text === 'II*\0' || text === 'MM\0*';
}

/** The first page. */
function tiffPage(bytes: Uint8Array, ignoreImageData: boolean): TiffIfd {
  const [page] = decodeTiff(bytes, { pages: [0], ignoreImageData });
  return page;
}

function tiff(bytes: Uint8Array): DecodedPicture {
  const page = tiffPage(bytes, false);
  refuseCut(page, bytes.length);
  const { height, width, data, palette, samplesPerPixel } = page;
  if (data instanceof Uint8Array || data instanceof Uint16Array) {
    // A palette has 16 bits for each colour.
    if (palette)
      return {
        height,
        width,
        channels: 3,
        pixels: Uint8Array.from(
          { length: data.length * 3 },
          (_, at) => palette[data[Math.floor(at / 3)]][at % 3] >> 8,
        ),
      };
    const shift = data instanceof Uint16Array ? 8 : 0;
    return {
      height,
      width,
      channels: samplesPerPixel,
      pixels: Uint8Array.from(data, (value) => value >> shift),
    };
  }
  throw new Error('its pixels are no whole numbers of 8 or 16 bits');
}

/** The library takes what is missing for black. */
function refuseCut(page: TiffIfd, length: number): void {
  const offsets = page.tiled ? page.tileOffsets : page.stripOffsets;
  const counts = page.tiled ? page.tileByteCounts : page.stripByteCounts;
  if (offsets.some((offset, at) => offset + counts[at] > length))
    throw new Error('it ends before its pixels do');
}
