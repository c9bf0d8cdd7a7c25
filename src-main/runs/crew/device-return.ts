/**
 * Says when devices that a run has lost are looked for again. The wait doubles with every loss, so that one that fails
 * again and again stays within what a run bears, and costs the others less and less.
 */
export class DeviceReturn {
  #losses = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #firstWaitMs: number;
  readonly #look: () => void;

  /** @param look called when the wait is over */
  constructor(firstWaitMs: number, look: () => void) {
    this.#firstWaitMs = firstWaitMs;
    this.#look = look;
  }

  get waitMs(): number {
    return this.#firstWaitMs * 2 ** Math.max(0, this.#losses - 1);
  }

  noteLoss(): void {
    this.#losses += 1;
  }

  /** Begins the wait, or begins it again. */
  schedule(): void {
    this.cancel();
    this.#timer = setTimeout(this.#look, this.waitMs);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
