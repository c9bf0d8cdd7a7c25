import type { ShownDoubt } from '../../src-shared/assessment/assessment';
import { ClassificationEvaluation, type PooledClasses } from '../evaluate/classification-evaluation';
import { entropies, leastOf, mostLikelyAt, mutualInformation } from '../evaluate/scores/scores';
import type { Assessed } from './assessed';
import type { CheckedClasses } from './checked-classes';
import { logSoftmaxWithEntropies, logSumExp } from './log-softmax';
import type { UsualClasses } from './usual-classes';

/** Takes in logits chunk by chunk, pools what they say of the classes, and says how doubtful each item is. */
export class AssessedClasses implements Assessed {
  readonly #evaluation: ClassificationEvaluation;
  readonly #energies: Float32Array;
  readonly #disagreements: Float32Array;
  #done = 0;

  constructor(
    readonly items: number,
    readonly classes: number,
    /** Weight samples behind each prediction. */
    readonly samples: number,
    /** Where the items have labels. */
    readonly checked?: CheckedClasses,
    /** Whether classes are from the least to the most. */
    readonly areOrdered = false,
    /** Of training, where the items have labels. */
    readonly usual?: UsualClasses,
  ) {
    this.#evaluation = new ClassificationEvaluation(items, classes);
    this.#energies = new Float32Array(items);
    this.#disagreements = new Float32Array(items);
  }

  /**
   * @param logits of all samples, [samples, items, classes]; they become log probabilities
   * @param labels of those items; any where they have none
   */
  add(logits: Float32Array, labels: Int32Array | Float32Array): void {
    const { classes, samples } = this;
    const size = labels.length * classes;
    const mean = new Float64Array(size);
    for (let first = 0; first < logits.length; first += size)
      for (let at = 0; at < size; at += 1) mean[at] += logits[first + at] / samples;
    for (let item = 0; item < labels.length; item += 1)
      this.#energies[this.#done + item] = -logSumExp(mean, item * classes, classes);
    const ownEntropies = logSoftmaxWithEntropies(logits, classes);
    this.#evaluation.add(logits, samples, labels, ownEntropies);
    this.checked?.add(logits, labels);
    this.#disagree(logits, labels.length);
    this.#done += labels.length;
  }

  /** Mean over the items of the share of samples that name another class than all together, and the share of items of which some does. */
  disagreement(): { readonly mean: number; readonly items: number } {
    const shares = this.#disagreements;
    const some = shares.filter((share) => share > 0).length;
    return {
      mean: shares.reduce((sum, share) => sum + share, 0) / shares.length,
      items: some / shares.length,
    };
  }

  pooled(): PooledClasses {
    return this.#evaluation.pooled();
  }

  /**
   * By measure, [items]: entropy of the pooled probabilities and mutual information in nats, the largest of those
   * probabilities as -log p, the energy -log sum exp of the mean logits (Liu et al. 2020), the mean entropy of single samples, and the
   * share of samples that name another class than all together.
   */
  doubts(): Readonly<Partial<Record<ShownDoubt, Float32Array>>> {
    const { classes } = this;
    const { logProbabilities, meanEntropies } = this.pooled();
    const entropy = entropies(logProbabilities, classes);
    return {
      entropy,
      'mutual-information': mutualInformation(entropy, meanEntropies),
      'max-probability': Float32Array.from({ length: this.items }, (_, item) =>
        leastOf(logProbabilities.subarray(item * classes, (item + 1) * classes)),
      ),
      energy: this.#energies,
      'expected-entropy': Float32Array.from(meanEntropies),
      disagreement: this.#disagreements,
    };
  }

  /** @param logProbabilities of all samples for the items that were taken in last, [samples, items, classes] */
  #disagree(logProbabilities: Float32Array, items: number): void {
    const { classes, samples } = this;
    const pooled = this.pooled().logProbabilities;
    for (let item = 0; item < items; item += 1) {
      const place = this.#done + item;
      const named = mostLikelyAt(pooled, place * classes, classes);
      let others = 0;
      for (let sample = 0; sample < samples; sample += 1)
        if (mostLikelyAt(logProbabilities, (sample * items + item) * classes, classes) !== named) others += 1;
      this.#disagreements[place] = others / samples;
    }
  }
}
