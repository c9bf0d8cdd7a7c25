import type { Corruption } from './corruption';
import { blurredBy, smear, tapsOf } from './kernel';
import { sideOf } from './places';

/** Moved, in some direction within 45 degrees of the horizontal: a smear of this deviation, as a share of the side. */
export const motionBlur: Corruption = {
  kind: 'motion-blur',
  strengths: [3 / 224, 5 / 224, 8 / 224, 12 / 224, 15 / 224],
  spoil: (picture, shape, share, noise) => {
    const angle = (Math.PI / 2) * (noise.uniforms(1)[0] - 0.5);
    return blurredBy(picture, shape, tapsOf(smear(angle, share * sideOf(shape))));
  },
};
