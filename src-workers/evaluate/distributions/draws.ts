import { ensembleCrps, isCovered, quantile } from '../scores/crps';
import type { ValueDistribution } from './value-distribution';
import { gaussianNll, momentsOf } from './value-moments';

const noStds = new Float64Array(0);

/** Draws from one distribution: where noise is read off the samples. Its NLL is that of the Gaussian with their moments. */
export class Draws implements ValueDistribution {
  readonly #sorted: Float64Array;

  constructor(readonly draws: Float64Array) {
    this.#sorted = draws.slice().sort();
  }

  below(value: number): number {
    return this.draws.reduce((sum, draw) => sum + (draw < value ? 1 : 0), 0) / this.draws.length;
  }

  quantile(probability: number): number {
    return quantile(this.#sorted, probability);
  }

  crps(truth: number): number {
    return ensembleCrps(this.#sorted, truth);
  }

  /** The truth's middle rank among the draws. */
  transform(truth: number): number {
    let rank = 0.5;
    for (const draw of this.draws) rank += draw < truth ? 1 : draw === truth ? 0.5 : 0;
    return rank / (this.draws.length + 1);
  }

  holds(truth: number, probability: number): boolean {
    return isCovered(this.#sorted, truth, probability);
  }

  nll(truth: number, unit: number): number {
    return gaussianNll(momentsOf(this.draws, noStds), truth, unit);
  }
}
