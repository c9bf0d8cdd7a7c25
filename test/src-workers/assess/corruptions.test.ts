import { describe, expect, test } from 'vitest';
import { corruptions } from '../../../src-workers/assess/corruptions';
import { blur } from '../../../src-workers/assess/corruptions/blur';
import { brightness } from '../../../src-workers/assess/corruptions/brightness';
import { contrast } from '../../../src-workers/assess/corruptions/contrast';
import type { Corruption } from '../../../src-workers/assess/corruptions/corruption';
import { gaussianNoise } from '../../../src-workers/assess/corruptions/gaussian-noise';
import { impulseNoise } from '../../../src-workers/assess/corruptions/impulse-noise';
import { pixelate } from '../../../src-workers/assess/corruptions/pixelate';
import { fillStatelessNormal, fillStatelessUniform } from '../../../src-workers/random/stateless-noise';

const shape = { height: 28, width: 28, channels: 1 };
const drawn = (fill: typeof fillStatelessNormal, count = 784) => {
  const values = new Float32Array(count);
  fill(4, 2, values);
  return values;
};
const noise = { normals: () => drawn(fillStatelessNormal), uniforms: () => drawn(fillStatelessUniform) };
/** Bright and dark hills in no step with any grid. */
const hills = Float64Array.from(
  { length: 784 },
  (_, at) => 0.5 + 0.5 * Math.sin((at % 28) / 2.3) * Math.cos(Math.floor(at / 28) / 1.7),
);
const spoiltBy = (corruption: Corruption, strength: number, picture = hills, of = shape) => [
  ...corruption.spoil(picture, of, strength, noise),
];
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('what spoils pictures', () => {
  test.each(corruptions.map((one) => [one.kind, one] as const))(
    '%s goes further from the picture with each severity',
    (_kind, corruption) => {
      const distances = corruption.strengths.map((strength) =>
        mean(
          spoiltBy(corruption, strength).map(
            (value, at) => (Math.min(1, Math.max(0, value)) - hills[at]) ** 2,
          ),
        ),
      );
      expect([...distances].sort((a, b) => a - b)).toEqual(distances);
      expect(distances[0]).toBeGreaterThan(0);
    },
  );

  test('noise has the deviation that was asked for, and impulses the share, as many black as white', () => {
    const added = spoiltBy(gaussianNoise, 0.2).map((value, at) => (value - hills[at]) ** 2);
    // Of 784 numbers a deviation is known to 1/sqrt(2 x 784) = 2.5 %: four of those.
    expect(Math.sqrt(mean(added)) / 0.2).toBeCloseTo(1, 1);
    const grey = spoiltBy(impulseNoise, 0.3, new Float64Array(784).fill(0.5));
    const shares = [0, 1].map((colour) => grey.filter((value) => value === colour).length / 784);
    // Three deviations of a share of 0.15.
    for (const share of shares) expect(Math.abs(share - 0.15)).toBeLessThan(0.04);
  });

  test('blur keeps the light and is a Gaussian of so many pixels: a point spreads by its deviation', () => {
    const point = new Float64Array(784);
    point[14 * 28 + 14] = 1;
    const spread = spoiltBy(blur, 2 / 28, point);
    expect(mean(spread) * 784).toBeCloseTo(1, 9);
    const variance = spread.reduce((sum, value, at) => sum + value * ((at % 28) - 14) ** 2, 0);
    // Cut off at three deviations, and read at whole pixels.
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  });

  test('by hand: pixels of four, a third of the contrast, more light', () => {
    const of = { height: 2, width: 2, channels: 1 };
    const picture = Float64Array.of(0, 0.2, 0.4, 1);
    expect(spoiltBy(pixelate, 0.5, picture, of)).toEqual([0.4, 0.4, 0.4, 0.4]);
    const flat = spoiltBy(contrast, 0.5, picture, of);
    [0.2, 0.3, 0.4, 0.7].forEach((value, at) => {
      expect(flat[at]).toBeCloseTo(value, 12);
    });
    expect(spoiltBy(brightness, 0.5, picture, of)).toEqual([0.5, 0.7, 0.9, 1.5]);
  });

  test('severities are shares of a side: a picture of 8 pixels is spoilt as one of 32', () => {
    for (const side of [8, 32]) {
      const step = Float64Array.from({ length: side * side }, (_, at) => (at % side < side / 2 ? 0 : 1));
      const blurred = spoiltBy(blur, 0.08, step, { height: side, width: side, channels: 1 });
      // A Gaussian step at 1/8 of the side from the edge: 1 - Phi(0.125 / 0.08) = 0.059, within what pixels make of it.
      const at = side * (side / 2) + Math.round((3 / 8) * side) - 1;
      expect(blurred[at], `${side}`).toBeLessThan(0.06);
    }
  });
});
