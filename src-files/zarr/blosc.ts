import zlib from 'node:zlib';
import { unpackLz4 } from './lz4';
import { unshuffleBits, unshuffleBytes } from './shuffle';
import { UnknownCodec } from './unknown-codec';
import { unpackZstd } from './zstd';

type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/** By their numbers in the header; LZ4 and its slower packer share a format. */
const codecs: Readonly<Record<number, { readonly name: string; readonly unpack?: Unpack }>> = {
  0: { name: 'blosclz' },
  1: { name: 'lz4', unpack: unpackLz4 },
  2: { name: 'snappy' },
  3: {
    name: 'zlib',
    unpack: (packed, size) => zlib.inflateSync(packed, { maxOutputLength: Math.max(1, size) }),
  },
  4: { name: 'zstd', unpack: unpackZstd },
};

/** Of the header's flags. */
const [byteShuffled, notPacked, bitShuffled, notSplit] = [1, 2, 4, 16];
const headerBytes = 16;
const newestFormat = 2;

/**
 * Unpacks what Blosc packed (https://github.com/Blosc/c-blosc/blob/main/README_CHUNK_FORMAT.rst): blocks, each perhaps split
 * into one stream for each byte of a number.
 * @throws RangeError at damaged bytes, UnknownCodec at a packer that is not here
 */
export function unpackBlosc(packed: Uint8Array, most: number): Uint8Array {
  if (packed.length < headerBytes) throw new RangeError('it ends within the header of Blosc');
  if (packed[0] > newestFormat) throw new UnknownCodec('blosc of a later version');
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const [flags, numberBytes] = [packed[2], Math.max(1, packed[3])];
  const [size, blockSize] = [view.getUint32(4, true), view.getUint32(8, true)];
  if (size > most) throw new RangeError(`it unpacks into ${size} bytes, and ${most} are wanted`);
  if (flags & notPacked) return packed.slice(headerBytes, headerBytes + size);
  const codec = codecs[flags >> 5] ?? { name: `number ${flags >> 5}` };
  if (!codec.unpack) throw new UnknownCodec(`blosc with ${codec.name}`);
  const out = new Uint8Array(size);
  const blocks = size === 0 || blockSize === 0 ? 0 : Math.ceil(size / blockSize);
  for (let block = 0; block < blocks; block += 1) {
    const length = Math.min(blockSize, size - block * blockSize);
    const isLeftOver = length < blockSize;
    const isSplit = (flags & notSplit) === 0 && !isLeftOver && numberBytes > 1;
    const start = view.getInt32(headerBytes + 4 * block, true);
    const bytes = unpackStreams(
      packed,
      view,
      start,
      { length, streams: isSplit ? numberBytes : 1 },
      codec.unpack,
    );
    out.set(unshuffled(bytes, flags, numberBytes), block * blockSize);
  }
  return out;
}

function unpackStreams(
  packed: Uint8Array,
  view: DataView,
  start: number,
  { length, streams }: { readonly length: number; readonly streams: number },
  unpack: Unpack,
): Uint8Array {
  const out = new Uint8Array(length);
  const each = length / streams;
  let from = start;
  for (let stream = 0; stream < streams; stream += 1) {
    const bytes = view.getInt32(from, true);
    const own = packed.subarray(from + 4, from + 4 + bytes);
    if (bytes < 0 || own.length !== bytes) throw new RangeError('a block of Blosc is cut off');
    // What did not get smaller is stored as it is.
    out.set(bytes === each ? own : unpack(own, each), stream * each);
    from += 4 + bytes;
  }
  return out;
}

function unshuffled(bytes: Uint8Array, flags: number, numberBytes: number): Uint8Array {
  if (flags & byteShuffled && numberBytes > 1) return unshuffleBytes(bytes, numberBytes);
  return flags & bitShuffled ? unshuffleBits(bytes, numberBytes) : bytes;
}
