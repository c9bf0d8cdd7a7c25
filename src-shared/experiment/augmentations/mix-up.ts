import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';
import { alpha, alphaField, probability, probabilityField } from './common-settings';

/**
 * A picture becomes a weighted mean of itself and another that is drawn from all to train on, and its log likelihood the mean of
 * both targets' with the same weights; of numbers the targets are mixed themselves (Zhang et al. 2018). torchvision: MixUp.
 */
const settings = z.strictObject({
  kind: z.literal('mix-up'),
  alpha,
  probability: probability.default(1),
});

export const mixUp: AugmentationChoice<typeof settings> = {
  settings,
  title: 'MixUp',
  help: 'Two pictures as one, and both their targets.',
  mixes: true,
  follows: { values: true, pixels: false },
  fields: { alpha: alphaField, probability: probabilityField },
};
