import { z } from 'zod';
import type { AugmentationChoice } from './augmentation-choice';
import { follows } from './common-settings';

/** Turns about the middle, by the nearest pixel; what comes in is black. torchvision: RandomRotation(degrees). */
const settings = z.strictObject({
  kind: z.literal('rotation'),
  /** The angle is drawn between minus this and this. */
  degrees: z.number().positive().max(180).default(15),
});

export const rotation: AugmentationChoice<typeof settings> = {
  settings,
  title: 'Turn',
  mixes: false,
  follows,
  fields: {
    degrees: { label: 'At most, in degrees', kind: 'number', help: 'Either way; what comes in is black.' },
  },
};
