import { expect, test } from 'vitest';
import type { ImageSet } from '../../../src-files/images/image-set';
import { resizedPictures } from '../../../src-workers/assess/resized-pictures';
import { judged } from './judged';

function pictures(images: readonly number[], height: number, width: number, channels: number): ImageSet {
  const items = images.length / (height * width * channels);
  return {
    images: Uint8Array.from(images),
    labels: new Uint8Array(items),
    items,
    height,
    width,
    channels,
    classes: 1,
  };
}

test.each(Object.entries(judged.resized))(
  'a picture made %s is what PyTorch’s bilinear filter with antialiasing gives',
  (_name, { shape: [rows, columns, channels], pixels, wanted: [height, width], resized }) => {
    const own = resizedPictures(pictures(pixels, rows, columns, channels), { height, width, channels });
    expect(own).toHaveLength(resized.length);
    // Pixels are whole numbers.
    own.forEach((pixel, at) => {
      expect(Math.abs(pixel - resized[at]), `pixel ${at}`).toBeLessThanOrEqual(0.5 + 1e-9);
    });
  },
);

test('colour becomes grey by its luma, grey three equal channels, and every picture stands for itself', () => {
  const colours = pictures([255, 0, 0, 0, 255, 0, 0, 0, 255], 1, 1, 3);
  expect([...resizedPictures(colours, { height: 1, width: 1, channels: 1 })]).toEqual([76, 150, 29]);
  const greys = pictures([7, 9], 1, 1, 1);
  expect([...resizedPictures(greys, { height: 1, width: 1, channels: 3 })]).toEqual([7, 7, 7, 9, 9, 9]);
});
