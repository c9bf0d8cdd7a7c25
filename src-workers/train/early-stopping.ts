/** Watches a score that should fall, and says when it has not for too long. */
export class EarlyStopping {
  #best = Infinity;
  #epochsSinceBest = 0;

  constructor(readonly patienceEpochs: number) {}

  /** Takes the score of one more epoch; true once training should end. A score that is not a number never improves. */
  shouldStop(score: number): boolean {
    this.#epochsSinceBest = score < this.#best ? 0 : this.#epochsSinceBest + 1;
    if (score < this.#best) this.#best = score;
    return this.#epochsSinceBest >= this.patienceEpochs;
  }
}
