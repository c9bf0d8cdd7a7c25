import { readSync } from 'node:fs';

/** The bytes at a place of an open file; fewer where it ends before. */
export function readBytes(file: number, position: number, count: number): Buffer {
  const bytes = Buffer.alloc(count);
  let done = 0;
  while (done < count) {
    const read = readSync(file, bytes, done, count - done, position + done);
    if (read === 0) return bytes.subarray(0, done);
    done += read;
  }
  return bytes;
}
