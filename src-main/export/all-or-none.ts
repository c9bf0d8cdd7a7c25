import { existsSync, rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Does what writes several files. Where it fails or is ended, those that it has written are gone again, with the folders made for
 * them, so that nobody takes some of them for all; what was there before stays, as new as it is by then.
 * @param paths of all files that it may write
 */
export async function allOrNone(paths: readonly string[], write: () => Promise<void>): Promise<void> {
  const files = paths.filter((path) => !existsSync(path));
  const folders = [...new Set(files.flatMap(missingFoldersOf))];
  try {
    await write();
  } catch (error) {
    for (const file of files) rmSync(file, { force: true });
    // The deepest first.
    for (const folder of folders.sort((a, b) => b.length - a.length)) removeEmpty(folder);
    throw error;
  }
}

function missingFoldersOf(path: string): readonly string[] {
  const folder = dirname(path);
  return folder === path || existsSync(folder) ? [] : [folder, ...missingFoldersOf(folder)];
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It was never made, or somebody else has put something there.
  }
}
