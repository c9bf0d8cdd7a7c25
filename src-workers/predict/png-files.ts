import { deflateSync } from 'node:zlib';
import { encode } from 'fast-png';
import { classColour } from '../../src-shared/data/class-colours';
import { crc32 } from '../../src-shared/formats/crc32';

interface Sides {
  readonly height: number;
  readonly width: number;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const paletteSize = 256;
/** Of colour types, that of places in a palette. */
const indexed = 3;

/**
 * Labels as a PNG file with a palette (PNG specification, third edition, chapters 5 and 11): read as it is, it gives the labels;
 * seen, the colours of the classes.
 * @param labels row by row, [height, width]
 */
export function indexedPng(labels: Uint8Array, { height, width }: Sides): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, indexed);
  const palette = Uint8Array.from(
    Array.from({ length: paletteSize }, (_, label) => classColour(label)).flat(),
  );
  // Each row begins with the number of its filter: none.
  const rows = new Uint8Array(height * (width + 1));
  for (let row = 0; row < height; row += 1)
    rows.set(labels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  return Buffer.concat([
    signature,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array()),
  ]);
}

/** Numbers as a grey PNG file of 16 bits. */
export function greyPng(values: Uint16Array, { height, width }: Sides): Uint8Array {
  return encode({ width, height, data: values, depth: 16, channels: 1 });
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(content.length + 8);
  framed.writeUInt32BE(data.length, 0);
  content.copy(framed, 4);
  framed.writeUInt32BE(crc32(content), framed.length - 4);
  return framed;
}
