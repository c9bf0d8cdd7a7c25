import { setImmediate as turn } from 'node:timers/promises';
import { BadInputError } from '../../src-shared/errors';
import { damaged, isWhole, randomFrom } from './random';

/** Damaged copies that each reader is given. */
export const damagedFiles = isWhole ? 100_000 : 2000;

/** More than this of memory, and a reader took what the file said instead of what it had. In bytes. */
const mostMemory = 400e6;

/**
 * Reads damaged copies of a file: each is read, or refused with a sentence. Whatever else is thrown fails the test, and
 * so does a reader that takes far more memory than the file has bytes.
 * @returns how many were refused
 */
export async function readDamaged(
  bytes: Uint8Array,
  start: number,
  read: (bytes: Uint8Array) => unknown,
  files = damagedFiles,
): Promise<number> {
  const random = randomFrom(start);
  const before = peakMemory();
  let refused = 0;
  for (let file = 0; file < files; file += 1) {
    // What was opened by native code and closed is given back by the event loop.
    if (file % 100 === 0) await turn();
    try {
      await read(damaged(random, bytes));
    } catch (error) {
      if (!(error instanceof BadInputError)) throw error;
      refused += 1;
    }
  }
  const taken = peakMemory() - before;
  if (taken > mostMemory)
    throw new Error(`Reading files of ${bytes.length} bytes took ${taken} bytes of memory.`);
  return refused;
}

/** The most that this process has held at once, in bytes. */
function peakMemory(): number {
  return process.resourceUsage().maxRSS * 1024;
}
