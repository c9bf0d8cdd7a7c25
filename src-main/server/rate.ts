/**
 * So many turns a second, and some more at once after a quiet while (a token bucket). Knows no timers: turns come back
 * with the time that `now` tells, in milliseconds.
 */
export class Rate {
  #left: number;
  #counted: number;
  readonly #perSecond: number;
  readonly #atOnce: number;
  readonly #now: () => number;

  constructor(perSecond: number, atOnce: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#atOnce = atOnce;
    this.#now = now;
    this.#left = atOnce;
    this.#counted = now();
  }

  /** Whether there was a turn left; it is taken. */
  take(): boolean {
    const time = this.#now();
    this.#left = Math.min(this.#atOnce, this.#left + ((time - this.#counted) / 1000) * this.#perSecond);
    this.#counted = time;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
