/** Where early stopping stands: a run that goes on from a checkpoint goes on from here. */
export interface EarlyStoppingState {
  readonly best: number;
  readonly epochsSinceBest: number;
}

/** Watches a score that should fall, and says when it has not for too long. */
export class EarlyStopping {
  #state: EarlyStoppingState = { best: Infinity, epochsSinceBest: 0 };

  /** @param patienceEpochs Infinity where training never ends early */
  constructor(readonly patienceEpochs: number) {}

  get state(): EarlyStoppingState {
    return this.#state;
  }

  restore(state: EarlyStoppingState): void {
    this.#state = state;
  }

  /** Training should end. */
  get isOver(): boolean {
    return this.#state.epochsSinceBest >= this.patienceEpochs;
  }

  /** Takes the score of one more epoch. A score that is not a number never improves. */
  take(score: number): void {
    const { best, epochsSinceBest } = this.#state;
    this.#state =
      score < best ? { best: score, epochsSinceBest: 0 } : { best, epochsSinceBest: epochsSinceBest + 1 };
  }
}
