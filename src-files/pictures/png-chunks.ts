import { inflateSync } from 'node:zlib';

/** What pixels are made of; all else in a file is about them, and may unpack into any amount. */
const ofPixels = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];
const signatureBytes = 8;
/** Four channels of 16 bits, and at most a byte before each that says how its row was filtered. */
const mostBytesOfPixel = 16;
/** Length and type before a chunk's data, a checksum behind. */
const typeAt = 4;
const dataAt = 8;
const sumBytes = 4;

/**
 * A PNG file without what is not of its pixels. Throws an Error where the pixels unpack into more than their number
 * needs: the library makes room for whatever there is.
 */
export function pixelChunks(bytes: Uint8Array, pixels: number): Uint8Array {
  const chunks = chunksOf(bytes).filter(({ type }) => ofPixels.includes(type));
  const packed = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const most = Math.max(64, mostBytesOfPixel * pixels);
  inflateSync(Buffer.concat(packed), { maxOutputLength: most, chunkSize: most });
  return Buffer.concat([bytes.subarray(0, signatureBytes), ...chunks.map(({ whole }) => whole)]);
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
  readonly whole: Uint8Array;
}

/** Those that are there as a whole. */
function chunksOf(bytes: Uint8Array): readonly Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = signatureBytes; at + dataAt + sumBytes <= bytes.length; ) {
    const dataEnd = at + dataAt + view.getUint32(at);
    chunks.push({
      type: String.fromCharCode(...bytes.subarray(at + typeAt, at + dataAt)),
      data: bytes.subarray(at + dataAt, dataEnd),
      whole: bytes.subarray(at, dataEnd + sumBytes),
    });
    at = dataEnd + sumBytes;
  }
  return chunks;
}
