import { clouds } from './clouds';
import type { Corruption } from './corruption';

/** Ice on the window, so bright: ridges of a fractal, which hide what is behind them. */
export const frost: Corruption = {
  kind: 'frost',
  strengths: [0.62, 0.7, 0.76, 0.82, 0.88],
  spoil: (picture, shape, brightness, noise) => {
    const ridges = clouds(shape, noise, 0.9).map((height) => (1 - Math.abs(2 * height - 1)) ** 2);
    return picture.map((value, at) => {
      const ice = ridges[Math.floor(at / shape.channels)];
      return (1 - 0.5 * Math.min(1, brightness * ice)) * value + brightness * ice * iceBrightness;
    });
  },
};

const iceBrightness = 0.75;
