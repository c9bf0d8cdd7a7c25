import type { Experiment } from '../../src-shared/experiment/experiment';

/** Where early stopping stands: a run that goes on from a checkpoint goes on from here. */
export interface EarlyStoppingState {
  readonly best: number;
  readonly epochsSinceBest: number;
  /** Sum over the steps of the epoch that was begun, and how many there were; missing where losses do not count. */
  readonly losses?: { readonly sum: number; readonly steps: number } | undefined;
}

const noLosses = { sum: 0, steps: 0 };

/** Watches a score that should fall, and says when it has not for too long. */
export class EarlyStopping {
  #state: EarlyStoppingState = { best: Infinity, epochsSinceBest: 0 };

  /** @param settings undefined where training never ends early */
  constructor(readonly settings: Experiment['training']['earlyStopping']) {}

  get state(): EarlyStoppingState {
    return this.#state;
  }

  restore(state: EarlyStoppingState): void {
    this.#state = state;
  }

  /** Training should end. */
  get isOver(): boolean {
    return this.#state.epochsSinceBest >= (this.settings?.patienceEpochs ?? Infinity);
  }

  /** Takes the loss of a step. */
  takeLoss(loss: number): void {
    if (this.settings?.by !== 'train.loss') return;
    const { sum, steps } = this.#state.losses ?? noLosses;
    this.#state = { ...this.#state, losses: { sum: sum + loss, steps: steps + 1 } };
  }

  /**
   * Takes the end of an epoch. A score that is not a number never improves.
   * @param validationNll undefined where nothing is held out
   * @param isWhole the loss is the one that is minimised: its divergence no longer warms up
   */
  endEpoch(validationNll: number | undefined, isWhole: boolean): void {
    const { losses, ...rest } = this.#state;
    this.#state = rest;
    if (losses && isWhole) this.#take(losses.sum / losses.steps);
    if (!losses && validationNll !== undefined) this.#take(validationNll);
  }

  #take(score: number): void {
    const { best, epochsSinceBest } = this.#state;
    this.#state =
      score < best ? { best: score, epochsSinceBest: 0 } : { best, epochsSinceBest: epochsSinceBest + 1 };
  }
}
