import { seedPair } from '../random/noise-seeds';
import { fillStatelessNormal } from '../random/stateless-noise';
import { ensembleCrps, isCovered } from './crps';
import type { Evaluation } from './evaluation';

export interface RegressionSettings {
  readonly seed: number;
  /** Standard deviation of the targets' noise in standardised units; 0 where it is read off the samples. */
  readonly noiseStd: number;
  /** One for each target name, which the last axis runs over: back to the targets' own units. */
  readonly targetStd: readonly number[];
}

/** Sums over target values that are known. */
interface Sums {
  squares: number;
  distances: number;
  nll: number;
  crps: number;
  covered50: number;
  covered90: number;
  count: number;
}

/**
 * Scores of pooled regression samples: RMSE and MAE of their mean, the NLL of the Gaussian with their mean and total
 * variance, CRPS and coverage of central intervals. In the targets' own units; the NLL is per target value, in nats.
 */
export class RegressionEvaluation implements Evaluation {
  readonly #sums: Sums = { squares: 0, distances: 0, nll: 0, crps: 0, covered50: 0, covered90: 0, count: 0 };
  #drawn = 0;

  constructor(readonly settings: RegressionSettings) {}

  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    const size = targets.length;
    const noise = this.#noiseOf(sampleCount);
    const members = new Float64Array(sampleCount);
    for (let at = 0; at < size; at += 1) {
      if (Number.isNaN(targets[at])) continue;
      for (let sample = 0; sample < sampleCount; sample += 1) members[sample] = samples[sample * size + at];
      this.#addValue(
        members,
        noise,
        targets[at],
        this.settings.targetStd[at % this.settings.targetStd.length],
      );
    }
  }

  scores(): Readonly<Record<string, number>> {
    const { squares, distances, nll, crps, covered50, covered90, count } = this.#sums;
    return {
      rmse: Math.sqrt(squares / count),
      mae: distances / count,
      nll: nll / count,
      crps: crps / count,
      coverage50: covered50 / count,
      coverage90: covered90 / count,
    };
  }

  #addValue(members: Float64Array, noise: Float32Array, truth: number, unit: number): void {
    const count = members.length;
    const mean = members.reduce((sum, value) => sum + value, 0) / count;
    const squares = members.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const variance = squares / Math.max(count - 1, 1) + this.settings.noiseStd ** 2;
    const error = truth - mean;
    const sums = this.#sums;
    sums.squares += (error * unit) ** 2;
    sums.distances += Math.abs(error * unit);
    sums.nll += 0.5 * (Math.log(2 * Math.PI * variance) + error ** 2 / variance) + Math.log(unit);
    // Predictions of the value itself: draws of the network with noise on them.
    const sorted = members.map((value, sample) => value + noise[sample]).sort();
    sums.crps += ensembleCrps(sorted, truth) * unit;
    sums.covered50 += isCovered(sorted, truth, 0.5) ? 1 : 0;
    sums.covered90 += isCovered(sorted, truth, 0.9) ? 1 : 0;
    sums.count += 1;
  }

  #noiseOf(sampleCount: number): Float32Array {
    const noise = new Float32Array(sampleCount);
    if (this.settings.noiseStd === 0) return noise;
    fillStatelessNormal(...seedPair(this.settings.seed, 'prediction', this.#drawn, 0, 0), noise);
    this.#drawn += 1;
    return noise.map((value) => value * this.settings.noiseStd);
  }
}
