import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of all files in a folder that may be changing meanwhile; what vanishes on the way counts as nothing. */
export function folderSize(folder: string): number {
  return namesIn(folder).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  try {
    const status = statSync(path);
    return status.isDirectory() ? folderSize(path) : status.size;
  } catch {
    return 0;
  }
}
