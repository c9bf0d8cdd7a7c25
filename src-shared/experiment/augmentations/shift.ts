import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';
import { follows } from './common-settings';

/** Shifts by up to so many pixels in each direction; what comes in is black. torchvision: RandomCrop(size, padding=pixels). */
const settings = z.strictObject({ kind: z.literal('shift'), pixels: z.int().min(1).max(1024).default(4) });

export const shift: AugmentationChoice<typeof settings> = {
  settings,
  title: 'Shift',
  mixes: false,
  follows,
  fields: { pixels: { label: 'At most, in pixels', kind: 'whole', help: 'What comes in is black.' } },
};
