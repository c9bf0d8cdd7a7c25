import type { AssessedValueScores, ShownDoubt } from '../../src-shared/assessment/assessment';
import type { Dependence } from '../data/dependence';
import type { ValueSamples } from '../evaluate/value-samples';
import type { Assessed } from './assessed';
import type { ValueJudge } from './value-judge';

/** Takes in predicted values chunk by chunk and says how doubtful each item is. */
export class AssessedValues implements Assessed {
  readonly #variances: Float32Array;
  readonly #weightVariances: Float32Array;
  readonly #noiseVariances: Float32Array;
  #done = 0;

  constructor(
    readonly items: number,
    readonly predicted: ValueSamples,
    /** Numbers that one item's prediction has. */
    readonly outputs: number,
    /** Where the items have targets. */
    readonly judge?: ValueJudge,
  ) {
    this.#variances = new Float32Array(items);
    this.#weightVariances = new Float32Array(items);
    this.#noiseVariances = new Float32Array(items);
  }

  /**
   * @param predictions of all samples for the next items, [samples, items, outputs], standardised
   * @param targets of those items, standardised
   * @param persisted what came last before them, standardised
   */
  add(predictions: Float32Array, targets: Int32Array | Float32Array, persisted?: Float32Array): void {
    if (targets instanceof Float32Array) this.judge?.add(predictions, targets, persisted);
    const values = this.predicted.valuesOf(this.outputs);
    const count = predictions.length / (this.predicted.samples * this.outputs);
    for (let item = 0; item < count; item += 1)
      for (let value = 0; value < values; value += 1) {
        const taken = this.predicted.take(predictions, item * values + value);
        const { weightVariance, noiseVariance } = taken.moments();
        this.#variances[this.#done + item] += (weightVariance + noiseVariance) / values;
        this.#weightVariances[this.#done + item] += weightVariance / values;
        this.#noiseVariances[this.#done + item] += noiseVariance / values;
      }
    this.#done += count;
  }

  scores(dependence?: Dependence): AssessedValueScores | undefined {
    return this.judge?.scores(dependence);
  }

  /** By measure, [items]: roots of the mean variances over an item's values, in units of the targets' spreads. */
  doubts(): Readonly<Partial<Record<ShownDoubt, Float32Array>>> {
    return {
      std: this.#variances.map(Math.sqrt),
      'weight-std': this.#weightVariances.map(Math.sqrt),
      'noise-std': this.#noiseVariances.map(Math.sqrt),
    };
  }
}
