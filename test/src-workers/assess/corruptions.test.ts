import { describe, expect, test } from 'vitest';
import { corruptionKindSchema } from '../../../src-shared/assessment/corruptions';
import { corruptions } from '../../../src-workers/assess/corruptions';
import { brightness } from '../../../src-workers/assess/corruptions/brightness';
import { contrast } from '../../../src-workers/assess/corruptions/contrast';
import type { Corruption } from '../../../src-workers/assess/corruptions/corruption';
import { defocusBlur } from '../../../src-workers/assess/corruptions/defocus-blur';
import { gaussianBlur } from '../../../src-workers/assess/corruptions/gaussian-blur';
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
const noise = {
  normals: (count?: number) => drawn(fillStatelessNormal, count),
  uniforms: (count?: number) => drawn(fillStatelessUniform, count),
};
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
    const spread = [...gaussianBlur(point, shape, 2)];
    expect(mean(spread) * 784).toBeCloseTo(1, 9);
    const variance = spread.reduce((sum, value, at) => sum + value * ((at % 28) - 14) ** 2, 0);
    // Cut off at four deviations, and read at whole pixels.
    expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
  });

  test('out of focus a point is a disc: its light, a fourth of the squared radius of variance, and nothing beyond', () => {
    const point = new Float64Array(784);
    point[14 * 28 + 14] = 1;
    const spread = spoiltBy(defocusBlur, 4 / 28, point);
    expect(mean(spread) * 784).toBeCloseTo(1, 9);
    const variance = spread.reduce((sum, value, at) => sum + value * ((at % 28) - 14) ** 2, 0);
    // Between whole pixels light falls on the four around, which adds a sixth.
    expect(variance).toBeCloseTo(4 ** 2 / 4 + 1 / 6, 0);
    expect(spread[14 * 28 + 14 + 6]).toBe(0);
  });

  test('all keep what is alike alike: a picture in one colour stays so, but for noise, weather and light', () => {
    const grey = new Float64Array(784).fill(0.5);
    const keeping = ['blur', 'contrast', 'elastic', 'pixelate', 'jpeg'];
    const kept = corruptions.filter(({ kind }) => keeping.some((word) => kind.includes(word)));
    expect(kept).toHaveLength(8);
    for (const one of kept)
      for (const value of spoiltBy(one, one.strengths[4], grey))
        expect(Math.abs(value - 0.5), one.kind).toBeLessThan(0.003);
  });

  test('each has the kind that evaluations name it by, in their order', () => {
    expect(corruptions.map(({ kind }) => kind)).toEqual(corruptionKindSchema.options);
  });

  test('pictures of any size and of one channel or four are spoilt to numbers', () => {
    for (const of of [
      { height: 1, width: 1, channels: 1 },
      { height: 3, width: 9, channels: 4 },
    ]) {
      const picture = new Float64Array(of.height * of.width * of.channels).fill(0.3);
      for (const one of corruptions)
        for (const strength of one.strengths) {
          const spoilt = spoiltBy(one, strength, picture, of);
          expect(spoilt).toHaveLength(picture.length);
          expect(spoilt.every(Number.isFinite), one.kind).toBe(true);
        }
    }
  });

  test('by hand: pixels of four, a third of the contrast, more light', () => {
    const of = { height: 2, width: 2, channels: 1 };
    const picture = Float64Array.of(0, 0.2, 0.4, 1);
    expect(spoiltBy(pixelate, 0.5, picture, of)).toEqual([0.4, 0.4, 0.4, 0.4]);
    const flat = spoiltBy(contrast, 0.5, picture, of);
    [0.2, 0.3, 0.4, 0.7].forEach((value, at) => {
      expect(flat[at]).toBeCloseTo(value, 12);
    });
    spoiltBy(brightness, 0.5, picture, of).forEach((value, at) => {
      expect(value).toBeCloseTo([0.5, 0.7, 0.9, 1][at], 12);
    });
  });

  test('severities are shares of a side: a picture of 8 pixels is spoilt as one of 32', () => {
    for (const side of [8, 32]) {
      const step = Float64Array.from({ length: side * side }, (_, at) => (at % side < side / 2 ? 0 : 1));
      const blurred = spoiltBy(defocusBlur, 0.125, step, { height: side, width: side, channels: 1 });
      const at = (x: number) => blurred[side * (side / 2) + x];
      // A disc reaches an eighth of the side: beyond, with what lies between pixels, the step is as it was.
      expect(at(side / 2 - side / 8 - 2), `${side}`).toBe(0);
      // Half a pixel from the edge: a half, less a chord of half a pixel: 0.5 - (0.5 / (side / 8)) x 2 / pi.
      expect(at(side / 2 - 1), `${side}`).toBeCloseTo(0.5 - 4 / side / (Math.PI / 2), 1);
    }
  });
});
