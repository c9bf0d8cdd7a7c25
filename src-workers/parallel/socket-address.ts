import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { FailedError } from '../../src-shared/errors';

// macOS takes 103 bytes of path, Linux 107.
const longestPath = 103;

/** Where the worker of this rank listens: a Unix socket in the exchange folder, on Windows a named pipe. */
export function socketAddress(folder: string, rank: number): string {
  if (process.platform === 'win32') {
    const run = createHash('sha256').update(resolve(folder)).digest('hex').slice(0, 16);
    return `\\\\.\\pipe\\parasample-${run}-s${rank}`;
  }
  const path = join(folder, `s${rank}`);
  if (Buffer.byteLength(path) > longestPath)
    throw new FailedError(
      `The exchange folder ${folder} has too long a path for local sockets; ${longestPath - 3} bytes is the most.`,
    );
  return path;
}
