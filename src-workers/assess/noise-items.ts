import { itemKindOf } from '../../src-shared/experiment/data';
import { embeddingsOf } from '../../src-shared/network/embedded-columns';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { normalBelow } from '../evaluate/scores/gaussian-mixture';
import { seedPair } from '../random/noise-seeds';
import { fillStatelessNormal, fillStatelessUniform } from '../random/stateless-noise';
import type { OtherItems } from './other-items';

const brightnesses = 256;

/**
 * Items that mean nothing: pictures of pixels of any brightness, each by itself, or standard normal numbers where inputs
 * are standardised values, with any of a column's texts where these have embeddings. The same for the same seed of the run.
 */
export function noiseItems(
  { experiment, task, normalisation }: PosteriorMetadata,
  items: number,
): OtherItems {
  const size = task.inputShape.reduce((product, length) => product * length, 1);
  const arePictures = itemKindOf(experiment.data).name === 'images';
  const { mean, std } = normalisation;
  const texts = embeddingsOf(task).map(({ categories }) => categories.length);
  const [seed, stream] = seedPair(experiment.seed, 'otherData', 0, 0, 0);
  return {
    name: 'noise',
    title: arePictures
      ? 'pixels of any brightness'
      : `standard normal inputs${texts.length > 0 ? ', any texts' : ''}`,
    items,
    read: async (first, count) => {
      const inputs = new Float32Array(count * size);
      for (let item = 0; item < count; item += 1) {
        const own = inputs.subarray(item * size, (item + 1) * size);
        if (!arePictures) {
          fillStatelessNormal(seed, stream + first + item, own);
          placesInstead(own, texts);
        } else {
          fillStatelessUniform(seed, stream + first + item, own);
          own.forEach((share, at) => {
            const channel = at % mean.length;
            own[at] = (Math.floor(share * brightnesses) / 255 - mean[channel]) / std[channel];
          });
        }
      }
      return inputs;
    },
  };
}

/** Of the last inputs, which are places among texts: each as likely, as far as a normal number below some share of all is. */
function placesInstead(inputs: Float32Array, texts: readonly number[]): void {
  const numbers = inputs.length - texts.length;
  texts.forEach((count, column) => {
    const share = normalBelow(inputs[numbers + column]);
    inputs[numbers + column] = 1 + Math.min(count - 1, Math.floor(share * count));
  });
}
