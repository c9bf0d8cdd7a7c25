import type { Exchange } from '../parallel/exchange';
import type { StepPlan } from './step-plan';

/** ln(e^a + e^b) without overflow; -Infinity stands for a likelihood of zero. */
export function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/**
 * Pools likelihoods over all samples of a step: over this worker's passes, then over the workers that hold the same
 * items. One message of workers * items floats a step, in which every worker fills its own place.
 * @param passes log of each pass's sum over its samples, [items] each
 * @returns log of the sum over all S samples, [items]
 */
export async function poolLikelihoods(
  passes: readonly Float32Array[],
  plan: StepPlan,
  exchange: Exchange | undefined,
): Promise<Float32Array> {
  const own = passes.reduce((sum, pass) => sum.map((value, item) => logAdd(value, pass[item])));
  if (!exchange || plan.sampleGroups === 1) return own;
  const width = Math.ceil(plan.batchItems / plan.dataGroups);
  const places = new Float32Array(plan.sampleGroups * plan.dataGroups * width);
  places.set(own, plan.share.rank * width);
  await exchange.allReduceSum(places);
  const firstRank = plan.share.dataGroup * plan.sampleGroups;
  return own.map((_, item) => {
    let sum = -Infinity;
    for (let rank = firstRank; rank < firstRank + plan.sampleGroups; rank += 1)
      sum = logAdd(sum, places[rank * width + item]);
    return sum;
  });
}
