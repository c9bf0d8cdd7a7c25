import { ensembleCrps, isCovered } from './crps';
import type { Evaluation } from './evaluation';
import { mixtureBelow } from './gaussian-mixture';
import { mixtureCrps } from './mixture-crps';
import type { TargetNoise } from './target-noise';
import { ValueSamples } from './value-samples';

export interface RegressionSettings {
  readonly noise: TargetNoise;
  /** What the targets' last axis runs over. */
  readonly targetNames: readonly string[];
  /** One for each target name: back to its own unit. */
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

/** What one value's predictive distribution is worth, standardised. */
interface ScoredPrediction {
  readonly crps: number;
  /** Whether its central interval of this probability holds the truth. */
  holds(probability: number): boolean;
}

/**
 * Scores of pooled regression samples: RMSE and MAE of their mean, the NLL of the Gaussian with their mean and total
 * variance; CRPS and coverage of central intervals of the mixture of Gaussians around the samples, or, where the noise
 * is read off the samples, of the distribution they are draws from. One target's are in its own unit. Several targets have units that
 * do not add up: their common scores are in standard deviations of each, and RMSE and CRPS of each follow in its own
 * unit (`rmse.NAME`). The NLL is per target value, in nats.
 */
export class RegressionEvaluation implements Evaluation {
  readonly #sums: readonly Sums[];
  /** What a standardised value is multiplied by: the unit, or nothing where several targets share a score. */
  readonly #units: readonly number[];

  constructor(readonly settings: RegressionSettings) {
    const { targetNames, targetStd } = settings;
    this.#sums = targetNames.map(() => ({
      squares: 0,
      distances: 0,
      nll: 0,
      crps: 0,
      covered50: 0,
      covered90: 0,
      count: 0,
    }));
    this.#units = targetNames.length === 1 ? targetStd : targetStd.map(() => 1);
  }

  add(samples: Float32Array, sampleCount: number, targets: Float32Array | Int32Array): void {
    const predicted = new ValueSamples(sampleCount, this.settings.noise, this.#sums.length);
    for (let at = 0; at < targets.length; at += 1)
      if (!Number.isNaN(targets[at]))
        this.#addValue(predicted.take(samples, at), targets[at], at % this.#sums.length);
  }

  scores(): Readonly<Record<string, number>> {
    const total = (part: keyof Sums): number => this.#sums.reduce((sum, target) => sum + target[part], 0);
    if (total('count') === 0) return {};
    const mean = (part: keyof Sums): number => total(part) / total('count');
    return {
      rmse: Math.sqrt(mean('squares')),
      mae: mean('distances'),
      nll: mean('nll'),
      crps: mean('crps'),
      coverage50: mean('covered50'),
      coverage90: mean('covered90'),
      ...this.#scoresByTarget(),
    };
  }

  #scoresByTarget(): Record<string, number> {
    const { targetNames, targetStd } = this.settings;
    if (targetNames.length === 1) return {};
    return Object.fromEntries(
      targetNames.flatMap((name, target) => {
        const { squares, crps, count } = this.#sums[target];
        if (count === 0) return [];
        return [
          [`rmse.${name}`, Math.sqrt(squares / count) * targetStd[target]],
          [`crps.${name}`, (crps / count) * targetStd[target]],
        ];
      }),
    );
  }

  #addValue(predicted: ValueSamples, truth: number, target: number): void {
    const { mean, weightVariance, noiseVariance } = predicted.moments();
    const variance = weightVariance + noiseVariance;
    const error = truth - mean;
    const sums = this.#sums[target];
    const unit = this.#units[target];
    sums.squares += (error * unit) ** 2;
    sums.distances += Math.abs(error * unit);
    sums.nll += 0.5 * (Math.log(2 * Math.PI * variance) + error ** 2 / variance) + Math.log(unit);
    const { crps, holds } = scorePrediction(predicted, truth);
    sums.crps += crps * unit;
    sums.covered50 += holds(0.5) ? 1 : 0;
    sums.covered90 += holds(0.9) ? 1 : 0;
    sums.count += 1;
  }
}

/** What a predictive distribution is worth against what came, standardised. */
export function scorePrediction({ means, stds }: ValueSamples, truth: number): ScoredPrediction {
  if (stds.length === 0) {
    const sorted = means.slice().sort();
    return {
      crps: ensembleCrps(sorted, truth),
      holds: (probability) => isCovered(sorted, truth, probability),
    };
  }
  const below = mixtureBelow(means, stds, truth);
  return {
    crps: mixtureCrps(means, stds, truth),
    holds: (probability) => Math.abs(below - 0.5) <= probability / 2,
  };
}
