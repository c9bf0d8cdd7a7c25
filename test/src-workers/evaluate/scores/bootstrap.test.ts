import { expect, test } from 'vitest';
import { bootstrapIntervals } from '../../../../src-workers/evaluate/scores/bootstrap';

const items = 400;
const shareOf = (counts: Uint32Array) => ({
  share: counts.subarray(0, items / 4).reduce((sum, count) => sum + count, 0) / items,
  all: counts.reduce((sum, count) => sum + count, 0),
});

test('the interval of a share is that of the binomial distribution, and all items are drawn each time', () => {
  const { share, all } = bootstrapIntervals(items, 3, shareOf);
  const std = Math.sqrt((0.25 * 0.75) / items);
  // Ends of 300 replicates vary by about 0.15 deviations.
  expect(Math.abs((share[0] - 0.25) / std + 1.96)).toBeLessThan(0.45);
  expect(Math.abs((share[1] - 0.25) / std - 1.96)).toBeLessThan(0.45);
  expect(all).toEqual([items, items]);
});

test('the same seed gives the same interval, another seed another', () => {
  expect(bootstrapIntervals(items, 3, shareOf)).toEqual(bootstrapIntervals(items, 3, shareOf));
  expect(bootstrapIntervals(items, 4, shareOf)).not.toEqual(bootstrapIntervals(items, 3, shareOf));
});

test('one item tells nothing of others, as one group does not', () => {
  expect(bootstrapIntervals(1, 3, ([count]) => ({ rmse: 0.3834 * count }))).toEqual({
    rmse: [Number.NaN, Number.NaN],
  });
});
