import type { Combination } from '../bayes/objectives/objective';
import type { Exchange } from '../parallel/exchange';
import type { StepPlan } from '../parallel/step-plan';

/** Statistics over so many samples of some items, [items, width]. */
export interface Statistics {
  readonly samples: number;
  readonly values: Float32Array;
}

/** ln(e^a + e^b) without overflow; -Infinity stands for a likelihood of zero. */
export function logAdd(a: number, b: number): number {
  const larger = Math.max(a, b);
  return larger === -Infinity ? larger : larger + Math.log1p(Math.exp(-Math.abs(a - b)));
}

/** Statistics over the samples of both. */
export function combine(a: Statistics, b: Statistics, combination: Combination, width: number): Statistics {
  const samples = a.samples + b.samples;
  if (combination === 'log-sum-exp')
    return { samples, values: a.values.map((value, at) => logAdd(value, b.values[at])) };
  return { samples, values: combineMoments(a, b, width) };
}

/**
 * Means, then sums of squared deviations, of each item's targets: the pairwise update of Chan, Golub and LeVeque (1983),
 * which does not subtract large numbers from each other.
 */
function combineMoments(a: Statistics, b: Statistics, width: number): Float32Array {
  const targets = width / 2;
  const all = a.samples + b.samples;
  const out = new Float32Array(a.values.length);
  for (let row = 0; row < out.length; row += width)
    for (let target = 0; target < targets; target += 1) {
      const mean = row + target;
      const squares = mean + targets;
      const difference = b.values[mean] - a.values[mean];
      out[mean] = a.values[mean] + (difference * b.samples) / all;
      out[squares] =
        a.values[squares] + b.values[squares] + (difference * difference * a.samples * b.samples) / all;
    }
  return out;
}

/**
 * Pools statistics over all samples of a step: over this worker's passes, then over the workers that hold the same
 * items. One message of workers * items * width floats a step, in which every worker fills its own place.
 * @returns over all S samples, [items, width]
 */
export async function poolStatistics(
  passes: readonly Statistics[],
  combination: Combination,
  plan: StepPlan,
  samplesOf: readonly number[],
  exchange: Exchange | undefined,
): Promise<Float32Array> {
  const { items } = plan;
  const width = passes[0].values.length / items;
  const own = passes.reduce((sum, pass) => combine(sum, pass, combination, width));
  if (!exchange || plan.sampleGroups === 1) return own.values;
  const place = Math.ceil(plan.batchItems / plan.dataGroups) * width;
  const places = new Float32Array(plan.sampleGroups * plan.dataGroups * place);
  places.set(own.values, plan.share.rank * place);
  await exchange.allReduceSum(places);
  const first = plan.share.dataGroup * plan.sampleGroups;
  const parts = samplesOf.map(
    (samples, group): Statistics => ({
      samples,
      values: places.subarray((first + group) * place, (first + group) * place + items * width),
    }),
  );
  return parts.reduce((sum, part) => combine(sum, part, combination, width)).values;
}
