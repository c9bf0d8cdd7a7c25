import { wholeSpread } from '../../src-shared/posterior/whole-spread';
import type { ParameterSlot } from '../engine/parameter-layout';
import { valuesOf } from '../engine/parameter-layout';

/** The flat parameters of a variational posterior: as training left them, and as they started. */
export interface TrainedAndFirst {
  readonly slots: readonly ParameterSlot[];
  readonly trained: Float32Array;
  readonly first: Float32Array;
  /** Of the prior on a tensor's weights, by the tensor's name and posterior; undefined where the prior is no Gaussian around 0. */
  readonly priorStdOf: (tensor: string, means: Float32Array, logStds: Float32Array) => number | undefined;
}

/** A weight whose divergence from the prior is below this, in nats, has learned nothing that can be seen. */
const leastDivergence = 0.02;

/**
 * How far a posterior has come, by metric name: geometric mean of the factors by which standard deviations changed, median
 * of |mean| / std, and the share of weights whose posterior is the prior. Undefined of families without deviations.
 */
export function posteriorHealth(posterior: TrainedAndFirst): Readonly<Record<string, number>> | undefined {
  const { slots, trained, first } = posterior;
  const spreads = slots.filter(({ name }) => slots.some((other) => other.name === meanOf(name)));
  if (spreads.length === 0) return undefined;
  const ratios: number[] = [];
  let growth = 0;
  let atPrior: number | undefined = 0;
  for (const slot of spreads) {
    const mean = slots.find(({ name }) => name === meanOf(slot.name)) ?? slot;
    const tensor = slot.name.slice(0, -'.log_std'.length);
    const directions = slots.find(({ name }) => name === `${tensor}.low_rank`);
    const means = valuesOf(mean, trained);
    const [logStds, starts] = [trained, first].map((flat) =>
      wholeSpread(valuesOf(slot, flat), directions && valuesOf(directions, flat)),
    );
    const priorStd = posterior.priorStdOf(tensor, means, logStds);
    if (priorStd === undefined) atPrior = undefined;
    logStds.forEach((logStd, index) => {
      growth += logStd - starts[index];
      ratios.push(Math.abs(means[index]) / Math.exp(logStd));
      if (priorStd === undefined || atPrior === undefined) return;
      atPrior += divergence(means[index], logStd, priorStd) < leastDivergence ? 1 : 0;
    });
  }
  ratios.sort((a, b) => a - b);
  return {
    spreadGrowth: Math.exp(growth / ratios.length),
    signalToNoise: ratios[Math.floor(ratios.length / 2)],
    ...(atPrior === undefined ? {} : { atPrior: atPrior / ratios.length }),
  };
}

/** The name of the means that belong to these deviations; no name where a tensor is none of deviations. */
function meanOf(name: string): string {
  return name.endsWith('.log_std') ? `${name.slice(0, -'log_std'.length)}mean` : '';
}

/** KL(N(mean, std^2) || N(0, priorStd^2)) in nats. */
function divergence(mean: number, logStd: number, priorStd: number): number {
  const ratio = 2 * (logStd - Math.log(priorStd));
  return 0.5 * (Math.exp(ratio) + (mean / priorStd) ** 2 - 1 - ratio);
}
