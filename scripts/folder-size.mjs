import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of all files in a folder that may be changing meanwhile; what vanishes on the way counts as nothing. */
export function sizeOfFolder(folder) {
  try {
    return readdirSync(folder).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0);
  } catch {
    return 0;
  }
}

function sizeOf(path) {
  try {
    const status = statSync(path);
    return status.isDirectory() ? sizeOfFolder(path) : status.size;
  } catch {
    return 0;
  }
}
