import { BadInputError } from '../../src-shared/errors';

/** Grey pictures of one idx file: `pixels` is [items, height, width], bytes. */
export interface IdxImages {
  readonly items: number;
  readonly height: number;
  readonly width: number;
  readonly pixels: Uint8Array;
}

const imagesMagic = 0x00000803;
const labelsMagic = 0x00000801;

/** Reads an idx3 file of bytes (http://yann.lecun.com/exdb/mnist). Throws BadInputError naming `fileName`. */
export function parseIdxImages(bytes: Uint8Array, fileName: string): IdxImages {
  const [items = 0, height = 0, width = 0] = headerOf(bytes, fileName, imagesMagic, 3);
  if (items === 0 || height === 0 || width === 0)
    throw new BadInputError(`${fileName} holds no images; its header says ${items} of ${height} x ${width}.`);
  const pixels = bodyOf(bytes, fileName, 16, items * height * width);
  return { items, height, width, pixels };
}

/** Reads an idx1 file of class labels below `classes`. Throws BadInputError naming `fileName`. */
export function parseIdxLabels(bytes: Uint8Array, fileName: string, classes: number): Uint8Array {
  const [items = 0] = headerOf(bytes, fileName, labelsMagic, 1);
  const labels = bodyOf(bytes, fileName, 8, items);
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new BadInputError(
      `${fileName}: label ${labels[wrong]} of item ${wrong} is out of range; labels are 0 to ${classes - 1}.`,
    );
  return labels;
}

/** The sizes that follow the magic number, each 32 bits, big-endian. */
function headerOf(bytes: Uint8Array, fileName: string, magic: number, sizes: number): readonly number[] {
  const headerBytes = 4 + 4 * sizes;
  if (bytes.length < headerBytes)
    throw new BadInputError(
      `${fileName} is truncated: it has ${bytes.length} bytes, its header alone needs ${headerBytes}.`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0) !== magic)
    throw new BadInputError(
      `${fileName} is no idx${sizes} file of bytes: it begins with ${hex(view.getUint32(0))}, which should be ${hex(magic)}.`,
    );
  return Array.from({ length: sizes }, (_, index) => view.getUint32(4 + 4 * index));
}

function bodyOf(bytes: Uint8Array, fileName: string, headerBytes: number, expected: number): Uint8Array {
  const present = bytes.length - headerBytes;
  if (present < expected)
    throw new BadInputError(
      `${fileName} is truncated: its header promises ${expected} bytes of data, it has ${present}.`,
    );
  if (present > expected)
    throw new BadInputError(
      `${fileName} has ${present - expected} bytes too many: its header promises ${expected} bytes of data.`,
    );
  return bytes.subarray(headerBytes);
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
