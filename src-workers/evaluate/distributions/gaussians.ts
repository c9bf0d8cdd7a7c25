import { mixtureBelow, mixtureQuantile } from '../scores/gaussian-mixture';
import { mixtureCrps } from '../scores/mixture-crps';
import type { ValueDistribution } from './value-distribution';
import { gaussianNll, momentsOf } from './value-moments';

/** An equal mixture of Gaussians around the samples. Its NLL is that of the Gaussian with its mean and variance. */
export class Gaussians implements ValueDistribution {
  /** @param stds one a mean, above 0 */
  constructor(
    readonly means: Float64Array,
    readonly stds: Float64Array,
  ) {}

  below(value: number): number {
    return mixtureBelow(this.means, this.stds, value);
  }

  quantile(probability: number): number {
    return mixtureQuantile(this.means, this.stds, probability);
  }

  crps(truth: number): number {
    return mixtureCrps(this.means, this.stds, truth);
  }

  transform(truth: number): number {
    return this.below(truth);
  }

  holds(truth: number, probability: number): boolean {
    return Math.abs(this.below(truth) - 0.5) <= probability / 2;
  }

  nll(truth: number, unit: number): number {
    return gaussianNll(momentsOf(this.means, this.stds), truth, unit);
  }
}
