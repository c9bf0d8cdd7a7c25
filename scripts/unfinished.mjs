import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

const mark = '.unfinished-';

/**
 * Makes a file or folder appear only when it is whole: `work` fills a folder beside it, from which it is then renamed.
 * What killed processes left there is removed.
 * @template Value
 * @param {string} target
 * @param {(folder: string) => Promise<Value>} work
 */
export async function inUnfinishedFolder(target, work) {
  removeLeftovers(target);
  const folder = `${target}${mark}${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function removeLeftovers(target) {
  const parent = dirname(target);
  mkdirSync(parent, { recursive: true });
  const prefix = `${basename(target)}${mark}`;
  for (const name of readdirSync(parent))
    if (name.startsWith(prefix) && !isAlive(Number(name.slice(prefix.length))))
      rmSync(join(parent, name), { recursive: true, force: true });
}

function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
