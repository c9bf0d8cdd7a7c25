import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Names a file, or all that is in a folder, as it is now: what is written since has another stamp. */
export async function dataStamp(path: string): Promise<string> {
  const found = await stat(path);
  if (!found.isDirectory()) return JSON.stringify([path, found.size, found.mtimeMs]);
  const names = (await readdir(path)).sort();
  const stamps: string[] = [];
  // One after the other: a folder may hold more files than a process may ask about at once.
  for (const name of names) stamps.push(await dataStamp(join(path, name)));
  return JSON.stringify([path, createHash('sha256').update(stamps.join('\n')).digest('hex')]);
}
