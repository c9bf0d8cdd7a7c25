import type { ImageSet } from '../../../src-files/images/image-set';
import type { ImageItems } from '../../../src-workers/data/image-source';
import { shared } from '../../../src-workers/data/prefetch-slots';

/** Pictures of 2 x 3 pixels in one colour: pixel p of item i is 10 i + p + 1. Three to train on and one to test. */
export const smallImages: ImageItems = {
  sets: [imagesFrom(0, 3), imagesFrom(3, 1)],
  normalisation: { mean: [0], std: [1 / 255] },
  augmentation: undefined,
};

function imagesFrom(first: number, items: number): ImageSet {
  const pixels = Array.from({ length: items * 6 }, (_, index) => {
    return 10 * (first + Math.floor(index / 6)) + (index % 6) + 1;
  });
  const labels = Array.from({ length: items }, (_, item) => first + item);
  return {
    images: shared(Uint8Array.from(pixels)),
    labels: shared(Uint8Array.from(labels)),
    items,
    height: 2,
    width: 3,
    channels: 1,
    classes: 4,
  };
}
