import type { Evaluation } from './evaluation';
import { entropies, scorePredictions } from './scores';

/** Class probabilities pooled over all samples. */
export interface PooledClasses {
  /** Mean over samples, [items, classes] */
  readonly probabilities: Float32Array;
  /** Mean over samples of each draw's entropy in nats, [items]: the aleatoric part of the uncertainty. */
  readonly meanEntropies: Float32Array;
  readonly labels: Int32Array;
}

/** Accuracy, NLL, Brier score and calibration of the pooled probabilities, and how uncertain they are and why. */
export class ClassificationEvaluation implements Evaluation {
  readonly #probabilities: Float32Array;
  readonly #meanEntropies: Float32Array;
  readonly #labels: Int32Array;
  #done = 0;

  constructor(
    items: number,
    readonly classes: number,
  ) {
    this.#probabilities = new Float32Array(items * classes);
    this.#meanEntropies = new Float32Array(items);
    this.#labels = new Int32Array(items);
  }

  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    const items = targets.length;
    const size = items * this.classes;
    const pooled = this.#probabilities.subarray(this.#done * this.classes);
    for (let sample = 0; sample < sampleCount; sample += 1) {
      const draw = samples.subarray(sample * size, (sample + 1) * size);
      for (let at = 0; at < size; at += 1) pooled[at] += draw[at] / sampleCount;
      entropies(draw, this.classes).forEach((entropy, item) => {
        this.#meanEntropies[this.#done + item] += entropy / sampleCount;
      });
    }
    this.#labels.set(targets, this.#done);
    this.#done += items;
  }

  scores(): Readonly<Record<string, number>> {
    if (this.#labels.length === 0) return {};
    const total = entropies(this.#probabilities, this.classes);
    const aleatoric = mean(this.#meanEntropies);
    const scores = scorePredictions(this.#probabilities, this.#labels, this.classes);
    return { ...scores, entropy: mean(total), aleatoric, epistemic: Math.max(0, mean(total) - aleatoric) };
  }

  pooled(): PooledClasses {
    return {
      probabilities: this.#probabilities,
      meanEntropies: this.#meanEntropies,
      labels: this.#labels,
    };
  }
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
