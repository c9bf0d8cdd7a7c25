import { closeSync, openSync, readSync } from 'node:fs';

/** Content that stands for all of larger data in a fingerprint: reading gigabytes takes minutes. */
export const hashedBlocks = 50;
const blockBytes = 1_000_000;

export interface SizedFile {
  readonly path: string;
  readonly bytes: number;
}

/**
 * Evenly spaced blocks of files as if they lay one behind the other, the first and the last bytes among them: what is read does not
 * grow with the files. The bytes are good until the next are asked for.
 * @throws what the disk throws
 */
export function* blocksOf(files: readonly SizedFile[]): Iterable<Uint8Array> {
  const size = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const block = new Uint8Array(blockBytes);
  let [at, start] = [0, 0];
  for (let index = 0; index < hashedBlocks; index += 1) {
    const from = Math.max(0, Math.floor((index * (size - blockBytes)) / (hashedBlocks - 1)));
    while (at < files.length - 1 && start + files[at].bytes <= from) start += files[at++].bytes;
    let [file, offset, wanted] = [at, from - start, Math.min(blockBytes, size)];
    for (; file < files.length && wanted > 0; file += 1, offset = 0) {
      const length = Math.min(wanted, files[file].bytes - offset);
      if (length <= 0) continue;
      yield block.subarray(0, readAt(files[file].path, block, length, offset));
      wanted -= length;
    }
  }
}

function readAt(path: string, to: Uint8Array, length: number, offset: number): number {
  const handle = openSync(path, 'r');
  try {
    return readSync(handle, to, 0, length, offset);
  } finally {
    closeSync(handle);
  }
}
