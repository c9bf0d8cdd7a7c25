import zlib from 'node:zlib';
import { UnknownCodec } from './unknown-codec';

/**
 * Unpacks Zstandard by Node, which has it from 22.15 on.
 * @throws UnknownCodec where this Node does not
 */
export function unpackZstd(packed: Uint8Array, size: number): Uint8Array {
  if (!('zstdDecompressSync' in zlib))
    throw new UnknownCodec('zstd, which the Node of this app is too old for');
  return zlib.zstdDecompressSync(packed, { maxOutputLength: Math.max(1, size) });
}
