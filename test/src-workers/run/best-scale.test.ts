import { expect, test } from 'vitest';
import { bestScale } from '../../../src-workers/run/best-scale';

/** A score that is best at a scale, and how often it was asked for. */
function scoreBestAt(scale: number) {
  const asked: number[] = [];
  const score = async (tried: number) => {
    asked.push(tried);
    return Math.log10(tried / scale) ** 2;
  };
  return { score, asked };
}

test.each([
  ['above where it starts', 90, 100],
  ['below it', 0.012, 0.01],
  ['where it starts', 1.1, 1],
])('the best scale is found to a half order of magnitude: %s', async (_name, scale, nearest) => {
  expect(await bestScale(scoreBestAt(scale).score)).toBeCloseTo(nearest, 6);
});

test('no scale is tried behind one that is no better, so that a few validations do', async () => {
  const { score, asked } = scoreBestAt(1);
  await bestScale(score);
  expect(asked.map((scale) => Number(scale.toFixed(3)))).toEqual([1, 3.162, 0.316]);
});

test('a scale whose score is no number is none', async () => {
  expect(await bestScale(async (scale) => (scale > 4 ? Number.NaN : 1 / scale))).toBeCloseTo(
    Math.sqrt(10),
    6,
  );
});

test('a gain that hardly shows narrows no posterior to a point', async () => {
  expect(await bestScale(async (scale) => 0.06 + 0.1 / scale)).toBeCloseTo(100, 6);
});
