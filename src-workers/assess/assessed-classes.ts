import type { ShownDoubt } from '../../src-shared/assessment';
import { ClassificationEvaluation, type PooledClasses } from '../evaluate/classification-evaluation';
import { entropies, leastOf, mutualInformation } from '../evaluate/scores';
import type { Assessed } from './assessed';
import { logSoftmax, logSumExp } from './log-softmax';

/** Takes in logits chunk by chunk, pools what they say of the classes, and says how doubtful each item is. */
export class AssessedClasses implements Assessed {
  readonly #evaluation: ClassificationEvaluation;
  readonly #energies: Float32Array;
  #done = 0;

  constructor(
    readonly items: number,
    readonly classes: number,
    /** Weight samples behind each prediction. */
    readonly samples: number,
  ) {
    this.#evaluation = new ClassificationEvaluation(items, classes);
    this.#energies = new Float32Array(items);
  }

  /**
   * @param logits of all samples, [samples, items, classes]; they become log probabilities
   * @param labels of those items; any where they have none
   */
  add(logits: Float32Array, labels: Int32Array | Float32Array): void {
    const { classes, samples } = this;
    const size = labels.length * classes;
    const mean = new Float64Array(size);
    for (let at = 0; at < logits.length; at += 1) mean[at % size] += logits[at] / samples;
    for (let item = 0; item < labels.length; item += 1)
      this.#energies[this.#done + item] = -logSumExp(mean, item * classes, classes);
    logSoftmax(logits, classes);
    this.#evaluation.add(logits, samples, labels);
    this.#done += labels.length;
  }

  pooled(): PooledClasses {
    return this.#evaluation.pooled();
  }

  /**
   * By measure, [items]: entropy of the pooled probabilities and mutual information in nats, the largest of those
   * probabilities as -log p, the energy -log sum exp of the mean logits (Liu et al. 2020), and the mean entropy of single samples.
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
    };
  }
}
