import type { Asked } from '../train/asked';

/**
 * What the core has asked of this worker. The workers agree through the exchange after which step they pause, so that
 * none waits for another within a step; each then waits until it has been told to go on as often as it has paused.
 */
export class RunControl {
  #stopAsked = false;
  #leaveAsked = false;
  #pauseAsked = false;
  #pauses = 0;
  #resumes = 0;
  #keptStep = 0;
  #wake: () => void = () => {};

  get asked(): Asked {
    if (this.#stopAsked) return 'stop';
    return this.#pauseAsked ? 'pause' : 'nothing';
  }

  /** The core has on the disk what the run measured up to this step, but perhaps some of the step itself. */
  get keptStep(): number {
    return this.#keptStep;
  }

  kept(step: number): void {
    this.#keptStep = step;
  }

  pause(): void {
    this.#pauseAsked = true;
  }

  resume(): void {
    this.#pauseAsked = false;
    this.#resumes += 1;
    this.#wake();
  }

  /** For a worker that waits, or will in a moment: it is not to go on here. */
  leave(): void {
    this.#leaveAsked = true;
    this.#wake();
  }

  stop(): void {
    this.#stopAsked = true;
    this.#wake();
  }

  /** Waits, after the workers agreed to pause, until the run goes on or is to stop; true where all are to leave. */
  async untilResumed(): Promise<boolean> {
    this.#pauses += 1;
    while (this.#resumes < this.#pauses && !this.#stopAsked && !this.#leaveAsked)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    return this.#leaveAsked;
  }
}
