import type { Corruption } from './corruption';
import { gaussianBlur } from './gaussian-blur';
import { displaced, sideOf } from './places';

/** Stretched and squeezed here and there: places move by this share of the side, as a deviation, as their neighbours do. */
export const elasticTransform: Corruption = {
  kind: 'elastic-transform',
  strengths: [0.0046, 0.0065, 0.0088, 0.0104, 0.0123],
  spoil: (picture, shape, share, noise) => {
    const pixels = shape.height * shape.width;
    const drawn = Float64Array.from(noise.normals(2 * pixels));
    const ways = gaussianBlur(drawn, { ...shape, channels: 2 }, smoothness * sideOf(shape));
    const deviation = Math.sqrt(ways.reduce((sum, way) => sum + way * way, 0) / ways.length) || 1;
    const scale = (share * sideOf(shape)) / deviation;
    return displaced(picture, shape, (y, x, place) => {
      const at = 2 * (y * shape.width + x);
      place[0] = y + scale * ways[at];
      place[1] = x + scale * ways[at + 1];
    });
  },
};

/** Deviation of the Gaussian over which places move alike, as a share of the side. */
const smoothness = 0.02;
