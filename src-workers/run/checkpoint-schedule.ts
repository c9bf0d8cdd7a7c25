import type { Experiment } from '../../src-shared/experiment/experiment';

const msPerMinute = 60_000;

/** Says when a checkpoint is due. Workers' clocks differ: time counts on rank 0 alone, whose wish the others hear. */
export class CheckpointSchedule {
  #last: number;

  constructor(
    readonly settings: Experiment['training']['checkpoint'],
    readonly rank: number,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#last = now();
  }

  /** Whether one is due after so many steps. */
  isDue(step: number): boolean {
    const { everySteps, everyMinutes } = this.settings;
    if (everySteps !== undefined && step % everySteps === 0) return true;
    return this.rank === 0 && this.now() - this.#last >= everyMinutes * msPerMinute;
  }

  noteWritten(): void {
    this.#last = this.now();
  }
}
