/** So many of one moment are handed on at once, one by one; those after them wait for each other. */
const atOnce = 20;
/** What belongs to one moment, and how long those of a burst wait, in milliseconds: nobody sees that. */
const momentMs = 50;

/**
 * Hands things on as they come, and together where many come in a moment: tags for 10,000 runs are told of run by run, and a page
 * that drew itself for each would be stuck for minutes.
 */
export class Bursts<Thing> {
  readonly #take: (things: readonly Thing[]) => void;
  #began = -Infinity;
  #handedOn = 0;
  #waiting: Thing[] = [];

  constructor(take: (things: readonly Thing[]) => void) {
    this.#take = take;
  }

  add(thing: Thing): void {
    const now = performance.now();
    if (now - this.#began > momentMs) {
      this.#began = now;
      this.#handedOn = 0;
    }
    if (this.#waiting.length === 0 && this.#handedOn < atOnce) {
      this.#handedOn += 1;
      this.#take([thing]);
      return;
    }
    if (this.#waiting.length === 0) setTimeout(() => this.flush(), momentMs);
    this.#waiting.push(thing);
  }

  /** Hands on what waits, before something that must come after it. */
  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    if (waiting.length > 0) this.#take(waiting);
  }
}
