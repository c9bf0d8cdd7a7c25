import type { Evaluation } from './evaluation';
import { LogMeanExp } from './scores/log-mean-exp';
import { ordinalScores } from './scores/ordinal-scores';
import { entropies, scorePredictions } from './scores/scores';

/** Class probabilities pooled over all samples. */
export interface PooledClasses {
  /** Logarithms of the means over the samples, [items, classes] */
  readonly logProbabilities: Float32Array;
  /** Mean over samples of each draw's entropy in nats, [items]: the aleatoric part of the uncertainty. */
  readonly meanEntropies: Float32Array;
  readonly labels: Int32Array;
}

/** Accuracy, NLL, Brier score and calibration of the pooled probabilities, and how uncertain they are and why. */
export class ClassificationEvaluation implements Evaluation {
  readonly #logProbabilities: Float32Array;
  readonly #meanEntropies: Float32Array;
  readonly #labels: Int32Array;
  #done = 0;

  constructor(
    items: number,
    readonly classes: number,
    /** Whether classes have an order, so that some are nearer to the truth than others. */
    readonly areOrdered = false,
  ) {
    this.#logProbabilities = new Float32Array(items * classes);
    this.#meanEntropies = new Float32Array(items);
    this.#labels = new Int32Array(items);
  }

  /**
   * @param samples log probabilities of all S weight samples, [samples, items, classes]
   * @param ownEntropies of each of them in nats, [samples, items], where they are known already
   */
  add(
    samples: Float32Array,
    sampleCount: number,
    targets: Float32Array | Int32Array,
    ownEntropies = entropies(samples, this.classes),
  ): void {
    const items = targets.length;
    const size = items * this.classes;
    const pooled = new LogMeanExp(size);
    for (let sample = 0; sample < sampleCount; sample += 1) {
      pooled.add(samples.subarray(sample * size, (sample + 1) * size));
      for (let item = 0; item < items; item += 1)
        this.#meanEntropies[this.#done + item] += ownEntropies[sample * items + item] / sampleCount;
    }
    pooled.writeTo(this.#logProbabilities.subarray(this.#done * this.classes));
    this.#labels.set(targets, this.#done);
    this.#done += items;
  }

  scores(): Readonly<Record<string, number>> {
    if (this.#labels.length === 0) return {};
    const total = entropies(this.#logProbabilities, this.classes);
    const aleatoric = mean(this.#meanEntropies);
    const scores = scorePredictions(this.#logProbabilities, this.#labels, this.classes);
    const ranked = this.areOrdered
      ? ordinalScores(this.#logProbabilities, this.#labels, this.classes)
      : undefined;
    return {
      ...scores,
      ...ranked,
      entropy: mean(total),
      aleatoric,
      epistemic: Math.max(0, mean(total) - aleatoric),
    };
  }

  pooled(): PooledClasses {
    return {
      logProbabilities: this.#logProbabilities,
      meanEntropies: this.#meanEntropies,
      labels: this.#labels,
    };
  }
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
