import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

export function isEventFileName(path: string): boolean {
  return basename(path).includes('tfevents');
}

/**
 * The event files of one run: the file itself, or those in a folder, as a program leaves them that began anew. Their
 * names hold when they were begun: in this order TensorBoard reads them too.
 */
export async function eventFilesOf(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = (await readdir(path)).filter(isEventFileName).sort();
  return names.map((name) => join(path, name));
}
