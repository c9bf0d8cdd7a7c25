import type { ImageSet } from '../../src-shared/datasets/image-set';
import type { LeastSure } from '../../src-shared/worker-protocol';
import type { PooledPrediction } from './pooled-prediction';
import { entropies, mostLikely, mutualInformation } from './scores';

/** The items with the highest predictive entropy, least sure first. */
export function leastSureItems(set: ImageSet, prediction: PooledPrediction, count: number): LeastSure {
  const { probabilities, meanEntropies } = prediction;
  const total = entropies(probabilities, set.classes);
  const epistemic = mutualInformation(total, meanEntropies);
  const order = Array.from(total.keys()).sort((a, b) => total[b] - total[a]);
  const { height, width, channels } = set;
  const pictureSize = height * width * channels;
  return order.slice(0, count).map((item) => {
    const row = probabilities.subarray(item * set.classes, (item + 1) * set.classes);
    const picture = set.images.subarray(item * pictureSize, (item + 1) * pictureSize);
    return {
      item,
      label: set.labels[item],
      predicted: mostLikely(row),
      entropy: total[item],
      mutualInformation: epistemic[item],
      probabilities: Array.from(row),
      height,
      width,
      channels,
      pixels: Buffer.from(picture).toString('base64'),
    };
  });
}
