import type { Corruption } from './corruption';

/** Flat light: this share of the distance from the picture's mean is left. */
export const contrast: Corruption = {
  kind: 'contrast',
  strengths: [0.4, 0.3, 0.2, 0.1, 0.05],
  spoil: (picture, _shape, share) => {
    const mean = picture.reduce((sum, value) => sum + value, 0) / picture.length;
    return picture.map((value) => mean + share * (value - mean));
  },
};
