import type { Corruption } from './corruption';

/** Seen through fewer pixels: this share of them along each side, each the mean of what it covers. */
export const pixelate: Corruption = {
  kind: 'pixelate',
  strengths: [0.6, 0.5, 0.4, 0.3, 0.25],
  spoil: (picture, { height, width, channels }, share) => {
    const [rows, columns] = [height, width].map((side) => Math.max(1, Math.round(side * share)));
    const cellOf = (at: number) => {
      const x = Math.floor(at / channels) % width;
      const y = Math.floor(at / (channels * width));
      const cell = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
      return cell * channels + (at % channels);
    };
    const sums = new Float64Array(rows * columns * channels);
    const counts = new Float64Array(sums.length);
    picture.forEach((value, at) => {
      sums[cellOf(at)] += value;
      counts[cellOf(at)] += 1;
    });
    return picture.map((_, at) => sums[cellOf(at)] / counts[cellOf(at)]);
  },
};
