import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';
import { alpha, alphaField, probability, probabilityField } from './common-settings';

/**
 * A rectangle of the picture comes from another that is drawn from all to train on, and its log likelihood is the mean of both
 * labels' by their areas; of class maps the pixels keep their own (Yun et al. 2019). torchvision: CutMix.
 */
const settings = z.strictObject({
  kind: z.literal('cut-mix'),
  alpha,
  probability: probability.default(1),
});

export const cutMix: AugmentationChoice<typeof settings> = {
  settings,
  title: 'CutMix',
  help: 'A rectangle of another picture, and its label by its area.',
  mixes: true,
  follows: { values: false, pixels: true },
  fields: { alpha: alphaField, probability: probabilityField },
};
