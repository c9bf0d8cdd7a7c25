import type { Corruption } from './corruption';

/** Little light: normal noise on every number, of this deviation. */
export const gaussianNoise: Corruption = {
  kind: 'gaussian-noise',
  strengths: [0.08, 0.12, 0.18, 0.26, 0.38],
  spoil: (picture, _shape, deviation, noise) => {
    const normals = noise.normals();
    return picture.map((value, at) => value + deviation * normals[at]);
  },
};
