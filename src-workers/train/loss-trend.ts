/** Stretches of equal length that a run's steps are cut into. */
const stretches = 40;
/** A line and its error need a few points beside the two that it goes through. */
const fewestStretches = 5;

/** How far a line through the last quarter of the steps falls from its start to its end, in nats per item. */
export interface LossFall {
  readonly fall: number;
  /** Standard error of it, from how the means of the stretches scatter around the line. */
  readonly error: number;
}

/** Watches a loss over the steps of a run, and tells whether it was still falling at the end. */
export class LossTrend {
  /** Sums over the steps of each stretch, oldest first. */
  #sums: number[] = [];

  constructor(readonly totalSteps: number) {}

  /** What a run that goes on from a checkpoint goes on from. */
  get sums(): readonly number[] {
    return this.#sums;
  }

  /** @param sums undefined where they were not kept: earlier versions did not */
  restore(done: number, sums: readonly number[] | undefined): void {
    this.#sums = sums ? [...sums] : Array(this.#stretchOf(done) + 1).fill(Number.NaN);
  }

  /** @param step counts from 1; each is taken once, in turn */
  take(step: number, loss: number): void {
    const stretch = this.#stretchOf(step);
    while (this.#sums.length <= stretch) this.#sums.push(0);
    this.#sums[stretch] += loss;
  }

  /**
   * By least squares over the means of the last quarter of the stretches that are whole.
   * @param done steps that were taken
   * @returns undefined of a run too short to tell
   */
  fall(done: number): LossFall | undefined {
    const means = this.#sums
      .map((sum, stretch) => ({ sum, from: this.#firstOf(stretch), to: this.#firstOf(stretch + 1) }))
      .filter(({ to }) => to - 1 <= done)
      .map(({ sum, from, to }) => sum / (to - from));
    const last = means.slice(-Math.max(fewestStretches, Math.floor(means.length / 4)));
    if (last.length < fewestStretches || last.some(Number.isNaN)) return undefined;
    return fallOf(last);
  }

  get #count(): number {
    return Math.min(stretches, this.totalSteps);
  }

  #stretchOf(step: number): number {
    return Math.floor(((step - 1) * this.#count) / this.totalSteps);
  }

  /** The first step of a stretch. */
  #firstOf(stretch: number): number {
    return Math.ceil((stretch * this.totalSteps) / this.#count) + 1;
  }
}

function fallOf(means: readonly number[]): LossFall {
  const centre = (means.length - 1) / 2;
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const spread = means.reduce((sum, _, at) => sum + (at - centre) ** 2, 0);
  const slope = means.reduce((sum, value, at) => sum + (at - centre) * (value - mean), 0) / spread;
  const left = means.reduce((sum, value, at) => sum + (value - mean - slope * (at - centre)) ** 2, 0);
  const error = Math.sqrt(left / (means.length - 2) / spread);
  return { fall: means.length * (0 - slope), error: error * means.length };
}
