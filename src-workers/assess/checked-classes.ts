import type { PredictiveCheck } from '../../src-shared/assessment/predictive-check';
import { classChecks } from '../evaluate/scores/predictive-checks';
import { seedPair } from '../random/noise-seeds';
import { fillStatelessUniform } from '../random/stateless-noise';

/** Draws for each item a class from every sample, so that the shares of classes that samples expect can be held against those that came. */
export class CheckedClasses {
  readonly #came: Uint32Array;
  readonly #drawn: readonly Uint32Array[];
  readonly #uniforms: Float32Array;
  #items = 0;

  /** @param seed of the run */
  constructor(
    readonly classNames: readonly string[],
    samples: number,
    readonly seed: number,
  ) {
    this.#came = new Uint32Array(classNames.length);
    this.#drawn = Array.from({ length: samples }, () => new Uint32Array(classNames.length));
    this.#uniforms = new Float32Array(samples);
  }

  /** @param logProbabilities of all samples for the next items, [samples, items, classes] */
  add(logProbabilities: Float32Array, labels: ArrayLike<number>): void {
    const classes = this.classNames.length;
    for (let item = 0; item < labels.length; item += 1) {
      fillStatelessUniform(...seedPair(this.seed, 'targetNoise', 3, 0, this.#items), this.#uniforms);
      this.#items += 1;
      this.#came[labels[item]] += 1;
      for (let sample = 0; sample < this.#drawn.length; sample += 1) {
        const first = (sample * labels.length + item) * classes;
        this.#drawn[sample][drawnClass(logProbabilities, first, classes, this.#uniforms[sample])] += 1;
      }
    }
  }

  checks(): PredictiveCheck[] {
    return classChecks(this.classNames, this.#came, this.#drawn);
  }
}

/** The class in whose part of the line from 0 to 1 the number falls; the last one takes what rounding leaves. */
function drawnClass(logs: Float32Array, first: number, classes: number, uniform: number): number {
  let left = uniform;
  for (let label = 0; label < classes - 1; label += 1) {
    left -= Math.exp(logs[first + label]);
    if (left < 0) return label;
  }
  return classes - 1;
}
