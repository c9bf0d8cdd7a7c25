import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../make-folder';

const ending = '.alive';
const beatMs = 10_000;

/** A heartbeat that did not change for so long by the clock of who looks is none any more. */
const silentMs = 120_000;
/** Longer where there is none: a process that has runs could perhaps not write it. */
const missingMs = 600_000;
/** As much counts of the time between two looks: who slept in between, or sees what the network's disk told before, has not looked. */
const mostBetweenLooksMs = 30_000;
/** What killed processes of other machines left stays for so long, by the clock of the folder's disk and theirs. */
const leftMs = 86_400_000;

/** What can be told of a process without its heartbeat: that of another machine nothing. */
export type OwnerSight = 'alive' | 'gone' | 'elsewhere';

interface Seen {
  readonly changed: Change;
  readonly looked: number;
  readonly silent: number;
  /** Whether it changed between two looks. */
  readonly hasBeaten: boolean;
}

const seen = new Map<string, Seen>();

/**
 * Shows processes of other machines that share a home that this one lives: a file by the name of its mark, whose time changes every
 * ten seconds, which needs no space on the disk. Where there can be no file, those of other machines take this process for one that is
 * gone in the end.
 * @returns ends it
 */
export function beginHeartbeat(
  folder: string,
  mark: string,
  sightOf: (mark: string) => OwnerSight,
): () => void {
  const file = join(folder, `${mark}${ending}`);
  let hasEnded = false;
  const begin = () => {
    if (hasEnded) return;
    try {
      makeFolder(folder);
      writeFileSync(file, '');
    } catch {
      // It is tried again.
    }
  };
  begin();
  removeLeft(folder, file, sightOf);
  const timer = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(begin);
  }, beatMs);
  timer.unref();
  return () => {
    hasEnded = true;
    clearInterval(timer);
    rmSync(file, { force: true });
  };
}

/** Whether the process of another machine with this mark may live: until looks of this process found for a while that it shows nothing. */
export function beats(folder: string, mark: string): boolean {
  const file = join(folder, `${mark}${ending}`);
  const changed = changeOf(file);
  const looked = performance.now();
  const before = seen.get(file);
  const isSame = before?.changed === changed && changed !== 'not to be told';
  const silent = isSame ? before.silent + Math.min(looked - before.looked, mostBetweenLooksMs) : 0;
  const hasBeaten = before !== undefined && (before.hasBeaten || isBeat(before.changed, changed));
  seen.set(file, { changed, looked, silent, hasBeaten });
  return silent < (changed === 'missing' ? missingMs : silentMs);
}

/** Whether looks of this process (`beats`) saw the heartbeat of this mark go on. */
export function hasBeaten(folder: string, mark: string): boolean {
  return seen.get(join(folder, `${mark}${ending}`))?.hasBeaten ?? false;
}

/** When a heartbeat's file was changed. One that cannot be told now is no silence: nobody's run is taken for that. */
type Change = number | 'missing' | 'not to be told';

function changeOf(file: string): Change {
  try {
    return statSync(file).mtimeMs;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT'
      ? 'missing'
      : 'not to be told';
  }
}

/** A file that goes, or cannot be told of, shows no life. */
function isBeat(before: Change, now: Change): boolean {
  return before !== now && typeof now === 'number' && before !== 'not to be told';
}

/** Of processes that were killed. */
function removeLeft(folder: string, own: string, sightOf: (mark: string) => OwnerSight): void {
  try {
    const now = statSync(own).mtimeMs;
    for (const name of readdirSync(folder).filter((one) => one.endsWith(ending))) {
      const file = join(folder, name);
      const sight = sightOf(name.slice(0, -ending.length));
      const isLeft = sight === 'gone' || (sight === 'elsewhere' && now - statSync(file).mtimeMs > leftMs);
      if (isLeft) rmSync(file, { force: true });
    }
  } catch {
    // The next process that has runs tries it again.
  }
}
