/** Sums milliseconds since the last lap into one of two accounts. */
export class Stopwatch {
  compute = 0;
  exchange = 0;
  #last = performance.now();

  lap(account: 'compute' | 'exchange'): void {
    const now = performance.now();
    this[account] += now - this.#last;
    this.#last = now;
  }
}
