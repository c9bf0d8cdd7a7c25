import zlib from 'node:zlib';
import { unpackBlosc } from './blosc';
import { withoutCrc32c } from './crc32c';
import { unpackLz4 } from './lz4';
import { unshuffleBytes } from './shuffle';
import { UnknownCodec } from './unknown-codec';
import { unpackZstd } from './zstd';

/** Turns a chunk's bytes as they are stored into those of its numbers. */
export type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/** What a codec is told in the metadata. */
export interface NamedCodec {
  readonly name: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

const atMost = (size: number) => ({ maxOutputLength: Math.max(1, size) });

/** By name, in version 2 and 3 alike. */
const unpackers: Readonly<Record<string, (settings: NamedCodec['settings']) => Unpack>> = {
  gzip: () => (packed, size) => zlib.gunzipSync(packed, atMost(size)),
  zlib: () => (packed, size) => zlib.inflateSync(packed, atMost(size)),
  zstd: () => unpackZstd,
  blosc: () => unpackBlosc,
  // Its length comes first.
  lz4: () => (packed, size) => unpackLz4(packed.subarray(4), size),
  shuffle:
    ({ elementsize }) =>
    (packed) =>
      unshuffleBytes(packed, typeof elementsize === 'number' && elementsize >= 1 ? elementsize : 4),
  crc32c: () => (packed) => withoutCrc32c(packed),
};

/** Packers that change no more than the number of bytes a little. */
const room = 1024;

/**
 * What unpacks chunks that went through these codecs, the first of them first.
 * @throws UnknownCodec at one that is not here
 */
export function unpackerOf(codecs: readonly NamedCodec[]): Unpack {
  const chain = codecs.map(({ name, settings }) => {
    const bare = name.replace(/^numcodecs\./, '');
    if (!Object.hasOwn(unpackers, bare)) throw new UnknownCodec(name);
    return unpackers[bare](settings);
  });
  return (packed, size) =>
    chain.reduceRight((bytes, unpack, at) => unpack(bytes, at === 0 ? size : size + room), packed);
}
