import { mixtureBelow } from './gaussian-mixture';
import type { ValueSamples } from './value-samples';

/** Fine enough to read the coverage of any central interval off them in steps of 2 %. */
const bins = 100;

/**
 * P(Y < truth) of a predictive distribution (Dawid 1984), uniform over values where predictions are calibrated. Of draws
 * without noise: the truth's middle rank among them.
 */
export function integralTransform({ means, stds }: ValueSamples, truth: number): number {
  if (stds.length > 0) return mixtureBelow(means, stds, truth);
  let rank = 0.5;
  for (const draw of means) rank += draw < truth ? 1 : draw === truth ? 0.5 : 0;
  return rank / (means.length + 1);
}

/** Counts transforms in bins of equal width. */
export class TransformHistogram {
  readonly counts = new Array<number>(bins).fill(0);

  /** @param transform between 0 and 1; one that is no number is left out */
  add(transform: number): void {
    if (Number.isNaN(transform)) return;
    this.counts[Math.min(bins - 1, Math.floor(transform * bins))] += 1;
  }
}
