import { mkdtemp, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { makeFolder } from '../make-folder';

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
  const staging = await mkdtemp(`${target}.part-`);
  try {
    const made = join(staging, 'made');
    await fill(made);
    const names = await filesIn(made);
    for (const name of names) await keep(join(made, name));
    if (signal?.aborted) throw signal.reason;
    if ((await isFolder(target)) && (await isFolder(made))) await rename(target, join(staging, 'older'));
    await rename(made, target);
    return names.map((name) => join(target, name));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
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
