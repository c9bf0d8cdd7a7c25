import zlib from 'node:zlib';
import type { Compressors } from 'hyparquet';

/** What pages are packed with besides Snappy, which the library unpacks itself; none unpacks into more than its page says. */
export const compressors: Compressors = {
  GZIP: (packed, length) => zlib.gunzipSync(packed, atMost(length)),
  // The Node of an older Electron has none.
  ...('zstdDecompressSync' in zlib
    ? { ZSTD: (packed, length) => zlib.zstdDecompressSync(packed, atMost(length)) }
    : {}),
};

/** Zlib wants room for something. */
const atMost = (length: number) => ({ maxOutputLength: Math.max(1, length) });
