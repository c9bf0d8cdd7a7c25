import { expect, test } from 'vitest';
import { normalisationOf } from '../../../src-workers/data/normalisation';

const items = (count: number) => Uint32Array.from({ length: count }, (_, at) => at);

test('channels are measured by themselves: mean and spread of 0, 51, 102 and 255 as computed by hand', () => {
  // Red is 0, 51, 102, 255 and green always 255: (0 + 0.2 + 0.4 + 1) / 4 = 0.4, and (0.16 + 0.04 + 0 + 0.36) / 4 = 0.14.
  const pixels = [Uint8Array.of(0, 255, 51, 255), Uint8Array.of(102, 255, 255, 255)];
  const { mean, std } = normalisationOf(2, items(2), (item) => pixels[item]);
  expect(mean[0]).toBeCloseTo(0.4, 15);
  expect(mean[1]).toBe(1);
  expect(std[0]).toBeCloseTo(Math.sqrt(0.14), 15);
});

test('a channel that is the same everywhere is left as wide as it is, whatever its value and however many pixels there are', () => {
  for (const value of [1, 7, 85, 128, 254])
    for (const count of [3, 1000, 5000]) {
      const pixels = new Uint8Array(3 * 31 * 31).fill(value);
      const { std } = normalisationOf(3, items(count), () => pixels);
      expect(std).toEqual([1, 1, 1]);
    }
});
