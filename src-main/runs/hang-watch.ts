import { statSync } from 'node:fs';

/** Tells which of several processes have stopped to show signs of life in their files. */
export class HangWatch {
  private lastLook: number;

  /** @param hangMs without a sign of life a process counts as hanging after so many milliseconds */
  constructor(
    private readonly files: readonly string[],
    private readonly hangMs: number,
    private readonly now: () => number = Date.now,
  ) {
    this.lastLook = now();
  }

  /** Indices of the processes that hang; those that never showed a sign are not watched. Call it every few seconds. */
  look(): readonly number[] {
    const time = this.now();
    const wasAway = time - this.lastLook > this.hangMs / 2;
    this.lastLook = time;
    // This process or the whole machine slept: so may they have, with nothing wrong.
    if (wasAway) return [];
    return this.files.flatMap((file, index) => (this.isSilent(file, time) ? [index] : []));
  }

  private isSilent(file: string, time: number): boolean {
    try {
      return time - statSync(file).mtimeMs > this.hangMs;
    } catch {
      return false;
    }
  }
}
