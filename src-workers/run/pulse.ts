/** A step may take so many times as long as the longest before. */
const patience = 10;
/** However quick the steps are, one may take so long, in milliseconds. */
const leastLimitMs = 1000;
/** The first step loads and compiles what later ones find ready. */
const firstSteps = 1;
const turnMs = 250;

/** Places in the memory that both threads see. */
const limitAt = 0;
const turnsAt = 1;

/**
 * What a worker's main thread lets its heartbeat know, so that a device or driver that never answers stops the
 * heartbeat too. A step may leave the thread no turn of its event loop, but not for long beyond what steps take; while it
 * waits for other workers it has its turns.
 */
export class Pulse {
  /** Milliseconds for which the thread may have no turn, 0 for any time; and its turns so far. */
  readonly shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  #steps = 0;
  #longestMs = 0;

  constructor() {
    setInterval(() => this.turn(), turnMs).unref();
  }

  /** The thread's turns: whoever waits for other workers within a step counts them up in its place. */
  get turns(): Int32Array {
    return this.shared.subarray(turnsAt, turnsAt + 1);
  }

  get hasStepped(): boolean {
    return this.#steps > 0;
  }

  /** A step begins. */
  watch(): void {
    this.turn();
    const limitMs = Math.max(leastLimitMs, patience * this.#longestMs);
    Atomics.store(this.shared, limitAt, this.#steps <= firstSteps ? 0 : Math.ceil(limitMs));
  }

  stepped(tookMs: number): void {
    if (this.#steps >= firstSteps) this.#longestMs = Math.max(this.#longestMs, tookMs);
    this.#steps += 1;
  }

  /** What follows may take any time, such as scores, or a checkpoint on a slow disk. */
  rest(): void {
    Atomics.store(this.shared, limitAt, 0);
  }

  /** The thread lives, though it is not done with what keeps it. */
  turn(): void {
    Atomics.add(this.shared, turnsAt, 1);
  }
}
