import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Fills a folder so that it is seen whole or not at all: `fill` works in a sibling, which takes the place of `folder`
 * when it is done and vanishes when it fails. Siblings of processes that died on the way are removed first.
 */
export async function fillAtOnce(folder: string, fill: (staging: string) => Promise<void>): Promise<void> {
  const staging = `${folder}.part-${process.pid}`;
  await mkdir(dirname(folder), { recursive: true });
  await removeAbandoned(folder);
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging);
  try {
    await fill(staging);
    await rm(folder, { recursive: true, force: true });
    await rename(staging, folder);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function removeAbandoned(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.part-`;
  for (const name of await readdir(dirname(folder))) {
    const isAbandoned = name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length)));
    if (isAbandoned) await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled, but it lives.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
