/** What keeps a server from being idle. */
export interface Busyness {
  /** Whether a window is open now. */
  hasWindow(): boolean;
  /** What goes on or waits, in words. */
  names(): Promise<readonly string[]>;
}

/**
 * Tells when nothing has been going, no window has been open, and nobody has asked for anything, for a while.
 * @param idleMs how long, in milliseconds
 */
export class IdleWatch {
  readonly #busyness: Busyness;
  readonly #idleMs: number;
  #lastBusy = performance.now();
  #timer: NodeJS.Timeout | undefined;

  constructor(busyness: Busyness, idleMs: number) {
    this.#busyness = busyness;
    this.#idleMs = idleMs;
  }

  /** Somebody asked for something. */
  touch(): void {
    this.#lastBusy = performance.now();
  }

  /** Resolves once it is idle, unless it is ended before. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      const look = async () => {
        if (await this.#isBusy()) this.touch();
        if (performance.now() - this.#lastBusy >= this.#idleMs) resolve();
        else this.#timer = setTimeout(look, Math.min(this.#idleMs / 4, 5000));
      };
      void look();
    });
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  async #isBusy(): Promise<boolean> {
    if (this.#busyness.hasWindow()) return true;
    // Where it cannot be told, runs may be going.
    return (await this.#busyness.names().catch(() => ['unknown'])).length > 0;
  }
}
