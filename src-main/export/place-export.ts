import { mkdtemp, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { makeFolder } from '../make-folder';
import { isSpecialFile } from './special-file';

/**
 * Makes a file or a folder so that it is seen whole or not at all, in place of an older one of its kind: it is filled
 * beside its place, is on the disk, and then takes it.
 * @param fill makes what is wanted at the path that it gets
 * @returns the file, or all files of the folder
 */
export async function placeExport(
  target: string,
  fill: (path: string) => Promise<void>,
  signal?: AbortSignal,
): Promise<string[]> {
  makeFolder(dirname(target));
  const isSpecial = await isSpecialFile(target);
  const staging = await mkdtemp(isSpecial ? join(tmpdir(), 'parasample-export-') : `${target}.part-`);
  try {
    const made = join(staging, 'made');
    await fill(made);
    const names = await filesIn(made);
    for (const name of names) await keep(join(made, name));
    if (signal?.aborted) throw signal.reason;
    if (isSpecial) await writeFile(target, await readFile(made));
    else await take(made, target, join(staging, 'older'));
    return names.map((name) => join(target, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** @param older where a folder goes that stands in the place */
async function take(made: string, target: string, older: string): Promise<void> {
  if ((await isFolder(target)) && (await isFolder(made))) await rename(target, older);
  await rename(made, target);
}

/** Names below a folder, or one empty name for a file itself. */
async function filesIn(path: string): Promise<readonly string[]> {
  return (await isFolder(path)) ? (await readdir(path)).sort() : [''];
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
}

async function keep(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  await handle.sync();
  await handle.close();
}
