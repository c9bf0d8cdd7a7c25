import type { Corruption } from './corruption';
import { displaced } from './places';

/** Coming nearer: the mean of pictures that are enlarged by up to this share, in equal steps. */
export const zoomBlur: Corruption = {
  kind: 'zoom-blur',
  strengths: [0.1, 0.15, 0.2, 0.25, 0.3],
  spoil: (picture, shape, share) => {
    const [middleY, middleX] = [(shape.height - 1) / 2, (shape.width - 1) / 2];
    const sum = new Float64Array(picture.length);
    for (let step = 0; step <= steps; step += 1) {
      const zoom = 1 + (share * step) / steps;
      const nearer = displaced(picture, shape, (y, x, place) => {
        place[0] = middleY + (y - middleY) / zoom;
        place[1] = middleX + (x - middleX) / zoom;
      });
      for (let at = 0; at < sum.length; at += 1) sum[at] += nearer[at];
    }
    return sum.map((value) => value / (steps + 1));
  },
};

const steps = 10;
