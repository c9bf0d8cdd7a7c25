import type { PredictiveCheck } from '../../src-shared/assessment/predictive-check';
import { valueChecks } from '../evaluate/scores/predictive-checks';
import { isOfCounts } from '../evaluate/target-noise';
import type { ValueSamples } from '../evaluate/value-samples';
import { seedPair } from '../random/noise-seeds';
import { fillStatelessNormal } from '../random/stateless-noise';

/** Values that are drawn anew at most, at equal distances through the split. */
export const mostChecked = 4000;

/** One for each target: value = mean + std * standardised value. */
export interface OwnUnits {
  readonly names: readonly string[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** Draws for each value that came one from every sample, its noise too, so that the data sets that samples expect can be held against it. */
export class CheckedValues {
  readonly #came: readonly number[][];
  /** [targets, samples, values] */
  readonly #drawn: readonly (readonly number[][])[];
  readonly #normals: Float32Array;
  #count = 0;

  /** @param seed of the run: of the noise */
  constructor(
    readonly units: OwnUnits,
    readonly predicted: ValueSamples,
    readonly seed: number,
  ) {
    const { samples } = predicted;
    this.#came = units.names.map(() => []);
    this.#drawn = units.names.map(() => Array.from({ length: samples }, () => []));
    this.#normals = new Float32Array(samples);
  }

  /** @param taken what is predicted of a value, and `truth` what came, both standardised */
  add(taken: ValueSamples, truth: number, target: number): void {
    const { mean, std } = this.units;
    const inUnit = (value: number) => mean[target] + std[target] * value;
    fillStatelessNormal(...seedPair(this.seed, 'targetNoise', 2, 0, this.#count), this.#normals);
    this.#count += 1;
    this.#came[target].push(this.#rounded(inUnit(truth)));
    this.#drawn[target].forEach((values, sample) => {
      values.push(this.#rounded(inUnit(taken.drawn(sample, this.#normals[sample]))));
    });
  }

  checks(): PredictiveCheck[] {
    const { names } = this.units;
    return names.flatMap((target, at) =>
      valueChecks(this.#came[at], this.#drawn[at], this.#areCounts).map((check) => ({
        ...(names.length > 1 ? { target } : {}),
        ...check,
      })),
    );
  }

  get #areCounts(): boolean {
    return isOfCounts(this.predicted.noise);
  }

  #rounded(value: number): number {
    return this.#areCounts ? Math.round(value) : value;
  }
}
