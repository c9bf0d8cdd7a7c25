import type { PictureShape } from '../resized-pictures';
import type { Corruption, PictureNoise } from './corruption';
import { blurredBy, smear, tapsOf } from './kernel';
import { displaced, sideOf } from './places';

/** Falling snow, so much of it: flakes smeared along the way they fall, before a picture that has paled. */
export const snow: Corruption = {
  kind: 'snow',
  strengths: [0.35, 0.55, 0.65, 0.75, 0.9],
  spoil: (picture, shape, amount, noise) => {
    const falling = flakes(shape, amount, noise);
    const share = Math.min(1, amount);
    const pale = paled(picture, shape.channels);
    return picture.map(
      (value, at) => (1 - share) * value + share * pale[at] + falling[Math.floor(at / shape.channels)],
    );
  },
};

/** As large as a 75th of the side each, but for those of a pixel. */
function flakes(shape: PictureShape, amount: number, noise: PictureNoise): Float64Array {
  const size = Math.max(1, sideOf(shape) / 75);
  const grid = {
    height: Math.ceil(shape.height / size) + 1,
    width: Math.ceil(shape.width / size) + 1,
    channels: 1,
  };
  const threshold = 1.6 - amount;
  const heights = Float64Array.from(noise.normals(grid.height * grid.width), (height) =>
    Math.min(1, Math.max(0, height - threshold)),
  );
  const showScaled = (y: number, x: number, place: Float64Array) => {
    place[0] = y / size;
    place[1] = x / size;
  };
  const layer = displaced(heights, grid, showScaled, shape);
  // They fall from the upper left or the upper right, 45 to 135 degrees.
  const angle = (Math.PI / 2) * (0.5 + noise.uniforms(1)[0]);
  return blurredBy(layer, { ...shape, channels: 1 }, tapsOf(smear(angle, 0.02 * sideOf(shape))));
}

/** Nearer to white, and to grey. */
function paled(picture: Float64Array, channels: number): Float64Array {
  return picture.map((value, at) => {
    const first = at - (at % channels);
    let grey = 0;
    for (let channel = 0; channel < channels; channel += 1) grey += picture[first + channel] / channels;
    return Math.max(value, grey + 0.35);
  });
}
