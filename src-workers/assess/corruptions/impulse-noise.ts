import type { Corruption } from './corruption';

/** Lost bits: this share of the numbers becomes black or white, as many of each. */
export const impulseNoise: Corruption = {
  kind: 'impulse-noise',
  strengths: [0.03, 0.06, 0.09, 0.17, 0.27],
  spoil: (picture, _shape, share, noise) => {
    const uniforms = noise.uniforms();
    return picture.map((value, at) => {
      if (uniforms[at] < share / 2) return 0;
      return uniforms[at] < share ? 1 : value;
    });
  },
};
