import { closeSync, fstatSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { RunWriter } from './run-writer';
import { spoolEnding } from './spool';
import { readLines } from './spool-lines';

const mergedAtOnce = 1000;

/**
 * Stores what processes that are gone had spooled, and removes their files; what cannot be read stays. Throws FailedError, with the rest left for
 * the next time, where the database refuses.
 * @param isLeft whether the process that a spool is named after is gone
 */
export function mergeLeftSpools(
  folder: string,
  writer: RunWriter,
  isLeft: (writerName: string) => boolean,
): void {
  for (const name of spoolNames(folder).filter(isLeft)) {
    const file = join(folder, `${name}${spoolEnding}`);
    // Its numbers stay in the database: another process may be merging the same file.
    if (mergeFile(file, name, writer)) rmSync(file, { force: true });
  }
}

/** Another process may have merged it meanwhile, or it is another user's. */
function openIfReadable(file: string): number | undefined {
  try {
    return openSync(file, 'r');
  } catch {
    return undefined;
  }
}

function spoolNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(spoolEnding))
      .map(({ name }) => name.slice(0, -spoolEnding.length));
  } catch {
    return [];
  }
}

/** Returns whether all of it is stored. */
function mergeFile(file: string, name: string, writer: RunWriter): boolean {
  const handle = openIfReadable(file);
  if (handle === undefined) return false;
  try {
    const end = fstatSync(handle).size;
    for (let next = 0; next < end; ) {
      const read = readLines(handle, next, end, mergedAtOnce);
      if (read.lines.length > 0) writer.storeNumbered(name, read.lines);
      next = read.next;
    }
    return true;
  } finally {
    closeSync(handle);
  }
}
