import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';
import { follows, probability } from './common-settings';

/** Mirrors. torchvision: RandomHorizontalFlip and RandomVerticalFlip. */
const settings = z.strictObject({
  kind: z.literal('flip'),
  /** Probability of left and right changing places. */
  horizontal: probability.default(0.5),
  /** Probability of top and bottom changing places. */
  vertical: probability.default(0),
});

export const flip: AugmentationChoice<typeof settings> = {
  settings,
  title: 'Mirror',
  mixes: false,
  follows,
  fields: {
    horizontal: { label: 'Left and right', kind: 'number', help: 'Probability, 0 to 1.' },
    vertical: { label: 'Top and bottom', kind: 'number', help: 'Probability, 0 to 1.' },
  },
};
