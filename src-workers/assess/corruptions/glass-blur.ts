import type { Corruption } from './corruption';
import { gaussianBlur } from './gaussian-blur';
import { displaced, sideOf } from './places';

/** Through frosted glass: each pixel shows a place up to so far away, as a share of the side. */
export const glassBlur: Corruption = {
  kind: 'glass-blur',
  strengths: [0.01, 0.012, 0.018, 0.023, 0.03],
  spoil: (picture, shape, share, noise) => {
    const reach = share * sideOf(shape);
    const uniforms = noise.uniforms(2 * shape.height * shape.width);
    const scattered = displaced(picture, shape, (y, x, place) => {
      const at = 2 * (y * shape.width + x);
      place[0] = y + reach * (2 * uniforms[at] - 1);
      place[1] = x + reach * (2 * uniforms[at + 1] - 1);
    });
    return gaussianBlur(scattered, shape, reach / 4);
  },
};
