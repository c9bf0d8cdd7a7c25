import type { Corruption } from './corruption';

/** Too much light: so much is added to the brightest channel, and hue and saturation stay; beyond white is white. */
export const brightness: Corruption = {
  kind: 'brightness',
  strengths: [0.1, 0.2, 0.3, 0.4, 0.5],
  spoil: (picture, { channels }, added) =>
    picture.map((value, at) => {
      const first = at - (at % channels);
      const before = picture.subarray(first, first + channels).reduce((most, one) => Math.max(most, one), 0);
      const after = Math.min(1, before + added);
      return before === 0 ? after : (value * after) / before;
    }),
};
