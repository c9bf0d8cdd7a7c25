import { closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Hdf5Library } from './hdf5-numbers';
import { endOf } from './hdf5-superblock';

/** The superblock lies at the begin, or behind a block of its user's: so far it is looked for. */
const headBytes = 2 ** 20;
const blockBytes = 2 ** 20;

/**
 * The length of an HDF5 file without what only fills it up, as `wholeHdf5` has it.
 * @throws RangeError where it is longer or shorter than it says
 */
export function wholeHdf5OnDisk(file: string): number {
  const { size } = statSync(file);
  const handle = openSync(file, 'r');
  try {
    const head = new Uint8Array(Math.min(size, headBytes));
    readSync(handle, head, 0, head.length, 0);
    const end = endOf(head);
    if (end > size || !isZeroFrom(handle, end, size))
      throw new RangeError(`it has ${size} bytes, its header says ${end}`);
    return end;
  } finally {
    closeSync(handle);
  }
}

function isZeroFrom(handle: number, from: number, end: number): boolean {
  const block = new Uint8Array(blockBytes);
  for (let at = from; at < end; at += blockBytes) {
    const read = readSync(handle, block, 0, Math.min(blockBytes, end - at), at);
    if (read === 0 || block.subarray(0, read).some((byte) => byte !== 0)) return false;
  }
  return true;
}

/** What a file in the library's memory is made of (Emscripten's file system). */
interface FileNode {
  stream_ops: Readonly<Record<string, unknown>>;
}

/**
 * Puts a file of the disk where the library finds it, which reads of it what it needs: nothing is copied.
 * @param path in the library's own file system
 */
export function mountFile(
  library: Hdf5Library,
  path: string,
  { file, bytes }: { readonly file: string; readonly bytes: number },
): void {
  const files = library.FS as unknown as {
    createFile(
      folder: string,
      name: string,
      properties: object,
      canRead: boolean,
      canWrite: boolean,
    ): FileNode;
  };
  const node = files.createFile('/', path.slice(1), {}, true, false);
  // How many bytes it has, in the library's words.
  Object.defineProperty(node, 'usedBytes', { get: () => bytes });
  node.stream_ops = {
    ...node.stream_ops,
    read: (_stream: unknown, to: Uint8Array, offset: number, length: number, position: number) => {
      // Opened anew each time: a data set may be of more files than a process may have open.
      const handle = openSync(file, 'r');
      try {
        return readSync(handle, to, offset, Math.min(length, Math.max(0, bytes - position)), position);
      } finally {
        closeSync(handle);
      }
    },
  };
}
