import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';
import { follows, probability, probabilityField, range } from './common-settings';

/** A rectangle of the picture becomes what the mean is: 0 once normalised. torchvision: RandomErasing. */
const settings = z.strictObject({
  kind: z.literal('erasing'),
  probability: probability.default(0.5),
  /** Area of the rectangle, as a share of the picture's. */
  scale: range(0.001, 0.99).default([0.02, 0.33]),
  /** Height by width of the rectangle. */
  ratio: range(0.1, 10).default([0.3, 3.3]),
});

export const erasing: AugmentationChoice<typeof settings> = {
  settings,
  title: 'Erase a rectangle',
  mixes: false,
  follows,
  fields: {
    probability: probabilityField,
    scale: { label: 'Area', kind: 'number-list', help: 'Share of the picture, from and to.' },
    ratio: { label: 'Height by width', kind: 'number-list', help: 'Of the rectangle, from and to.' },
  },
};
