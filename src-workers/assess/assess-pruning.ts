import { type PrunedResult, prunedResultSchema } from '../../src-shared/assessment/assessment';
import { BadInputError } from '../../src-shared/errors';
import type { RunData } from '../data/run-data';
import { scorePredictions } from '../evaluate/scores/scores';
import type { Sampler } from '../posterior/sampler';
import type { TrainedPosterior } from '../posterior/trained-posterior';
import { assessSplit } from './assess-items';
import type { Assessed } from './assessed';
import { AssessedClasses } from './assessed-classes';
import { AssessedMaps } from './assessed-maps';
import { AssessedTargets } from './assessed-targets';
import { AssessedValues } from './assessed-values';
import type { FoundParts } from './found-parts';
import { prunedParameters, weightSignals } from './pruned-parameters';

/** Shares of the weights that are dropped, those with the least signal to noise first (Graves 2011, Blundell et al. 2015). */
const shares = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99];
/** Test items that are predicted at most, at equal distances through the split. */
const mostItems = 2000;

/** Items that are predicted for it. */
export function prunedItems(data: RunData): number {
  return itemsOf(data).length * shares.length;
}

/** @throws BadInputError where weights have no deviation each of its own */
export function refuseUnprunable({ layout, flat, membersOf, metadata }: TrainedPosterior): void {
  const isBound = layout.slots.some(({ name }) =>
    /\.(low_rank|input_factor|output_factor)|^laplace\./.test(name),
  );
  if (!membersOf && !isBound && weightSignals(layout, flat).length > 0) return;
  throw new BadInputError(
    `pruning: weights of the method ${metadata.experiment.inference.method} have no standard deviation each of its own, by which they would be dropped.`,
  );
}

/** How well the network does with ever more of its weights set to zero for good. The sampler is left as it was. */
export async function assessPruning(
  sampler: Sampler,
  data: RunData,
  parts: FoundParts,
  onItems: (items: number) => void,
): Promise<PrunedResult[]> {
  const { layout, flat } = sampler.posterior;
  const signals = weightSignals(layout, flat).sort();
  const indices = itemsOf(data);
  const items = indices.length;
  const results: PrunedResult[] = [];
  try {
    for (const share of shares) {
      const weights = Math.floor(share * signals.length);
      const below = weights === 0 ? 0 : signals[weights];
      const find = async () => {
        sampler.setParameters(prunedParameters(layout, flat, below));
        const assessed = await assessSplit(sampler, data, indices, onItems);
        return { share, weights, below, items, ...scoresOf(assessed) };
      };
      results.push(await parts.take({ part: `pruning ${share}`, items, schema: prunedResultSchema }, find));
    }
    return results;
  } finally {
    sampler.setParameters(flat);
  }
}

function itemsOf({ test }: RunData): Uint32Array {
  const stride = Math.ceil(test.length / mostItems);
  return test.filter((_, place) => place % stride === 0);
}

function scoresOf(assessed: Assessed): Pick<PrunedResult, 'scores' | 'targets'> {
  if (!(assessed instanceof AssessedTargets)) return { scores: scoresOfOne(assessed) };
  const targets = assessed.named.map(({ name, assessed: one }) => ({ name, scores: scoresOfOne(one) }));
  const nll = assessed.heads.reduce((sum, one) => sum + (scoresOfOne(one).nll ?? 0), 0);
  return { scores: assessed.whole ? scoresOfOne(assessed.whole) : { nll }, targets };
}

function scoresOfOne(assessed: Assessed): PrunedResult['scores'] {
  if (assessed instanceof AssessedClasses) {
    const { logProbabilities, labels } = assessed.pooled();
    const { accuracy, nll } = scorePredictions(logProbabilities, labels, assessed.classes);
    return { accuracy, nll };
  }
  if (assessed instanceof AssessedMaps) {
    const { accuracy, nll } = assessed.means();
    return { accuracy, nll };
  }
  if (!(assessed instanceof AssessedValues)) return {};
  const { rmse, nll } = assessed.scores()?.scores ?? { rmse: Number.NaN, nll: Number.NaN };
  return { rmse, nll };
}
