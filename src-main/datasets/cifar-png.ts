import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { BadInputError } from '../../src-shared/errors';

export interface ColourRows {
  readonly rows: number;
  readonly rowBytes: number;
  /** [rows, rowBytes] */
  readonly bytes: Uint8Array;
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex');
const channels = 3;
/** Rows between two turns of the event loop: a few milliseconds of work. */
const rowsAtATime = 200;
const mostPixels = 1 << 26;

/**
 * The rows of a PNG with 8 bits for each of red, green and blue, not interlaced (https://www.w3.org/TR/png-3).
 * Inflates outside the event loop and undoes the row filters in slices, so that the process stays responsive.
 * Throws BadInputError naming `fileName`.
 */
export async function readColourRows(file: Buffer, fileName: string): Promise<ColourRows> {
  const { width, height, data } = readChunks(file, fileName);
  const rowBytes = width * channels;
  const expected = height * (rowBytes + 1);
  const filtered = await promisify(inflate)(data, { maxOutputLength: expected + 1 }).catch((error: Error) => {
    throw new BadInputError(`${fileName} is damaged: ${error.message}.`);
  });
  if (filtered.length !== expected)
    throw new BadInputError(
      `${fileName} is damaged: its pixels take ${filtered.length} bytes, not ${expected}.`,
    );
  const bytes = new Uint8Array(height * rowBytes);
  for (let row = 0; row < height; row++) {
    unfilterRow(filtered, bytes, row, rowBytes, fileName);
    if (row % rowsAtATime === 0) await nextTurn();
  }
  return { rows: height, rowBytes, bytes };
}

interface Chunks {
  readonly width: number;
  readonly height: number;
  /** All image data, still deflated. */
  readonly data: Buffer;
}

function readChunks(file: Buffer, fileName: string): Chunks {
  if (!file.subarray(0, 8).equals(signature)) throw new BadInputError(`${fileName} is no PNG file.`);
  const parts: Buffer[] = [];
  let size = { width: 0, height: 0 };
  let position = 8;
  while (position + 12 <= file.length) {
    const length = file.readUInt32BE(position);
    const type = file.toString('latin1', position + 4, position + 8);
    const body = file.subarray(position + 8, position + 8 + length);
    if (type === 'IHDR') size = sizeOf(body, fileName);
    if (type === 'IDAT') parts.push(body);
    if (type === 'IEND') return { ...size, data: Buffer.concat(parts) };
    position += length + 12;
  }
  throw new BadInputError(`${fileName} is truncated: the end of the PNG is missing.`);
}

function sizeOf(header: Buffer, fileName: string): { readonly width: number; readonly height: number } {
  // Bit depth 8, colour type 2 (red, green, blue), the one compression, the one filter method, not interlaced.
  const isColour = header.length === 13 && header.subarray(8).equals(Buffer.from([8, 2, 0, 0, 0]));
  if (!isColour)
    throw new BadInputError(`${fileName} is no PNG of 8-bit red, green and blue without interlacing.`);
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  if (width * height === 0 || width * height > mostPixels)
    throw new BadInputError(`${fileName} is ${width} x ${height} pixels, which cannot be right.`);
  return { width, height };
}

/** Undoes one row's filter: each byte was stored less a prediction from its left, upper and upper left neighbours. */
function unfilterRow(
  filtered: Uint8Array,
  bytes: Uint8Array,
  row: number,
  rowBytes: number,
  fileName: string,
): void {
  const from = row * (rowBytes + 1) + 1;
  const to = row * rowBytes;
  const predict = predictors[filtered[from - 1] ?? -1];
  if (!predict) throw new BadInputError(`${fileName} is damaged: row ${row} has an unknown filter.`);
  for (let index = 0; index < rowBytes; index++) {
    const hasLeft = index >= channels;
    const left = hasLeft ? (bytes[to + index - channels] as number) : 0;
    const up = row > 0 ? (bytes[to + index - rowBytes] as number) : 0;
    const upLeft = hasLeft && row > 0 ? (bytes[to + index - rowBytes - channels] as number) : 0;
    bytes[to + index] = (filtered[from + index] as number) + predict(left, up, upLeft);
  }
}

const predictors: readonly ((left: number, up: number, upLeft: number) => number)[] = [
  () => 0,
  (left) => left,
  (_left, up) => up,
  (left, up) => (left + up) >> 1,
  nearestOfThree,
];

/** Paeth's predictor: whichever neighbour is nearest to left + up - upLeft; left, then up, wins a tie. */
function nearestOfThree(left: number, up: number, upLeft: number): number {
  const toLeft = Math.abs(up - upLeft);
  const toUp = Math.abs(left - upLeft);
  const toUpLeft = Math.abs(left + up - 2 * upLeft);
  if (toLeft <= toUp && toLeft <= toUpLeft) return left;
  return toUp <= toUpLeft ? up : upLeft;
}
