import { clouds } from './clouds';
import type { Corruption } from './corruption';

/** Clouds before everything, so bright; what is brightest stays as bright as it was. */
export const fog: Corruption = {
  kind: 'fog',
  strengths: [1.5, 2, 2.5, 2.7, 3],
  spoil: (picture, shape, thickness, noise) => {
    const before = clouds(shape, noise, 0.6);
    const brightest = picture.reduce((most, value) => Math.max(most, value), 0);
    const rest = brightest / (brightest + thickness || 1);
    return picture.map((value, at) => rest * (value + thickness * before[Math.floor(at / shape.channels)]));
  },
};
