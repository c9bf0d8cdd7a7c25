import type { Corruption } from './corruption';

/** Too much light: so much is added everywhere. */
export const brightness: Corruption = {
  kind: 'brightness',
  strengths: [0.1, 0.2, 0.3, 0.4, 0.5],
  spoil: (picture, _shape, added) => picture.map((value) => value + added),
};
