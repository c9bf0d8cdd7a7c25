import { statSync } from 'node:fs';

/** A file's time as it was last seen to be another than before, and when that was. */
interface Sign {
  readonly mtimeMs: number;
  readonly seen: number;
}

/**
 * Tells which of several processes have stopped to show signs of life in their files. Only that a file's time changes
 * counts, not how old it is: the machine's clock may be set.
 */
export class HangWatch {
  #lastLook: number;
  readonly #signs = new Map<string, Sign>();
  readonly #files: readonly string[];
  readonly #hangMs: number;
  readonly #now: () => number;

  /**
   * @param hangMs without a sign of life a process counts as hanging after so many milliseconds
   * @param now milliseconds of a clock that never jumps
   */
  constructor(files: readonly string[], hangMs: number, now: () => number = () => performance.now()) {
    this.#files = files;
    this.#hangMs = hangMs;
    this.#now = now;
    this.#lastLook = now();
  }

  /** Indices of the processes that hang; those that never showed a sign are not watched. Call it every second. */
  look(): readonly number[] {
    const time = this.#now();
    const wasAway = time - this.#lastLook > this.#hangMs / 2;
    this.#lastLook = time;
    const silent = this.#files.flatMap((file, index) => (this.#isSilent(file, time) ? [index] : []));
    // This process or the whole machine slept: so may they have, with nothing wrong.
    return wasAway ? [] : silent;
  }

  #isSilent(file: string, time: number): boolean {
    const mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (mtimeMs === undefined) return false;
    const last = this.#signs.get(file);
    if (last?.mtimeMs === mtimeMs) return time - last.seen > this.#hangMs;
    this.#signs.set(file, { mtimeMs, seen: time });
    return false;
  }
}
