import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';
import { follows, range } from './common-settings';

/** A part of the picture, of random area and aspect, brought back to its size. torchvision: RandomResizedCrop. */
const settings = z.strictObject({
  kind: z.literal('resized-crop'),
  /** Area of the part, as a share of the picture's. */
  scale: range(0.01, 1).default([0.08, 1]),
  /** Width by height of the part. */
  ratio: range(0.1, 10).default([3 / 4, 4 / 3]),
});

export const resizedCrop: AugmentationChoice<typeof settings> = {
  settings,
  title: 'Part of it, brought to size',
  mixes: false,
  follows,
  fields: {
    scale: { label: 'Area', kind: 'number-list', help: 'Share of the picture, from and to.' },
    ratio: { label: 'Width by height', kind: 'number-list', help: 'Of the part, from and to.' },
  },
};
