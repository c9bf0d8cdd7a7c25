import { BadInputError } from '../../../src-shared/errors';
import type { Hmc } from '../../../src-shared/experiment/methods/hmc';

/** What a device is taken to do in a second, of the products of a dense layer. */
const productsPerSecond = 5e9;
/** Doublings of a trajectory that networks are taken to need, where so many are allowed. */
const usualDepth = 7;
const mostHours = 24;

/** What the work of these chains hangs on. */
export interface ChainWork {
  readonly weights: number;
  readonly items: number;
  /** On one device. */
  readonly chains: number;
}

/**
 * Hours that a run takes at least: forward and backward pass take three products for each weight and item, convolutions and attention
 * more of them.
 */
export function leastHours(
  { warmUp, draws, maxDepth }: Pick<Hmc, 'warmUp' | 'draws' | 'maxDepth'>,
  { weights, items, chains }: ChainWork,
): number {
  const gradients = (warmUp + draws) * 2 ** Math.min(maxDepth, usualDepth);
  return (gradients * 3 * weights * items * chains) / productsPerSecond / 3600;
}

/** @throws BadInputError where chains on the whole data set would take more than a day, with what to take instead */
export function refuseTooLarge(settings: Hmc, work: ChainWork): void {
  const hours = leastHours(settings, work);
  if (hours <= mostHours) return;
  throw new BadInputError(
    `inference.method: hmc would take about ${Math.round(hours)} hours, since each gradient goes through all ${work.items} items with ${work.weights} weights for ${work.chains} chains on a device; use sg-mcmc, which goes by batches, or a smaller network, table or number of draws.`,
  );
}
