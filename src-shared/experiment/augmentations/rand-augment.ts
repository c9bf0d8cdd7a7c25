import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';

/**
 * So many of fourteen changes in turn, drawn evenly: of colours, sharpness, shear, shift and angle (Cubuk et al. 2020). torchvision:
 * RandAugment, by the nearest pixel, black where nothing is.
 */
const settings = z.strictObject({
  kind: z.literal('rand-augment'),
  changes: z.int().min(1).max(14).default(2),
  /** How strong they are, 0 to 30. */
  magnitude: z.int().min(0).max(30).default(9),
});

export const randAugment: AugmentationChoice<typeof settings> = {
  settings,
  title: 'RandAugment',
  mixes: false,
  follows: { values: true, pixels: true },
  fields: {
    changes: { label: 'Changes', kind: 'whole', help: 'So many of fourteen, one after the other.' },
    magnitude: { label: 'Magnitude', kind: 'whole', help: '0 to 30.' },
  },
};
