/** So many crashes within this time are borne. */
const mostCrashes = 3;
const windowMs = 5 * 60_000;

/** Says whether a run that lost a worker may go on, and after how long: a machine in trouble is not hurried. */
export class CrashBudget {
  #crashes: readonly number[] = [];
  readonly #firstWaitMs: number;

  /** @param firstWaitMs the wait after the first crash; it doubles with each */
  constructor(firstWaitMs: number) {
    this.#firstWaitMs = firstWaitMs;
  }

  /** Takes a crash at `timeMs`. Returns how many milliseconds to wait, or undefined where it is one too many. */
  take(timeMs: number): number | undefined {
    this.#crashes = [...this.#crashes.filter((time) => time > timeMs - windowMs), timeMs];
    const count = this.#crashes.length;
    return count > mostCrashes ? undefined : this.#firstWaitMs * 2 ** (count - 1);
  }
}
