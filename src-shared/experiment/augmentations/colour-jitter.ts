import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';
import { follows, strength } from './common-settings';

/** Changes brightness, contrast, saturation and hue, in an order that is drawn too. torchvision: ColorJitter. */
const settings = z.strictObject({
  kind: z.literal('colour-jitter'),
  /** A factor is drawn between 1 less this (0 at least) and 1 more; so of the next two. */
  brightness: strength,
  contrast: strength,
  saturation: strength,
  /** Drawn between minus this and this, in turns of the colour wheel. */
  hue: z.number().min(0).max(0.5).default(0),
});

export const colourJitter: AugmentationChoice<typeof settings> = {
  settings,
  title: 'Change colours',
  mixes: false,
  follows,
  coloursOf: ({ saturation, hue }) => (saturation > 0 ? 'saturation' : hue > 0 ? 'hue' : undefined),
  fields: {
    brightness: { label: 'Brightness', kind: 'number', help: '0.4 for factors of 0.6 to 1.4.' },
    contrast: { label: 'Contrast', kind: 'number', help: 'As brightness.' },
    saturation: { label: 'Saturation', kind: 'number', help: 'As brightness.' },
    hue: { label: 'Hue', kind: 'number', help: 'At most 0.5, half a turn of the colour wheel.' },
  },
};
