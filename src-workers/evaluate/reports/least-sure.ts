import type { LeastSure } from '../../../src-shared/protocol/worker-protocol';
import type { ItemPicture } from '../../data/run-data';
import type { PooledClasses } from '../classification-evaluation';
import { entropies, mostLikely, mutualInformation, probabilitiesOf } from '../scores/scores';

/**
 * The items with the highest predictive entropy, least sure first.
 * @param pictureOf by the item's place in the evaluated split
 */
export function leastSureItems(
  { logProbabilities, meanEntropies }: PooledClasses,
  classes: number,
  count: number,
  pictureOf: (place: number) => ItemPicture,
): LeastSure {
  const total = entropies(logProbabilities, classes);
  const epistemic = mutualInformation(total, meanEntropies);
  const order = Array.from(total.keys()).sort((a, b) => total[b] - total[a]);
  return order.slice(0, count).map((place) => {
    const { pixels, ...picture } = pictureOf(place);
    const row = logProbabilities.subarray(place * classes, (place + 1) * classes);
    return {
      ...picture,
      predicted: mostLikely(row),
      entropy: total[place],
      mutualInformation: epistemic[place],
      probabilities: Array.from(probabilitiesOf(row)),
      pixels: Buffer.from(pixels).toString('base64'),
    };
  });
}
