import { expect, test } from 'vitest';
import { NllAboveAllSamples } from '../../../../src-workers/evaluate/scores/paired-differences';

test('differences count item by item, however much items differ among each other', () => {
  const above = new NllAboveAllSamples([1, 2]);
  // Of items far apart the few samples are 1, 2 and 3 nats above all: mean 2, deviation 1, error 1 / sqrt(3).
  above.add([101, 100]);
  above.add([2, 0]);
  above.add([-47, -50]);
  const [{ samples, interval }] = above.value();
  expect([samples, above.value().length]).toEqual([1, 1]);
  expect(interval?.[0]).toBeCloseTo(2 - 1.959964 / Math.sqrt(3), 9);
  expect(interval?.[1]).toBeCloseTo(2 + 1.959964 / Math.sqrt(3), 9);
});

test('an item of several values is one item: its values are not independent', () => {
  const [once, again] = [new NllAboveAllSamples([1, 4]), new NllAboveAllSamples([1, 4])];
  for (const difference of [0.5, -0.25, 1, 0.25]) {
    once.add([difference, 0]);
    // The same a value, of ten values that say the same.
    again.add([10 * difference, 0], 10);
  }
  const [mean, error] = [0.375, Math.sqrt((0.125 ** 2 + 0.625 ** 2 + 0.625 ** 2 + 0.125 ** 2) / 3 / 4)];
  for (const above of [once, again]) {
    const [{ interval }] = above.value();
    expect(interval?.[0]).toBeCloseTo(mean - 1.959964 * error, 9);
    expect(interval?.[1]).toBeCloseTo(mean + 1.959964 * error, 9);
  }
});

test('of items of unlike size each value counts, and what is not known does not', () => {
  const above = new NllAboveAllSamples([1, 4]);
  above.add([3, 0], 3);
  above.add([0, 0], 0);
  above.add([0, 0], 1);
  // A mean of 3 / 4; residuals 3 - 9/4 and 0 - 3/4; error sqrt(2 * 2 * (3/4)^2) / 4 by hand.
  const [{ interval }] = above.value();
  expect(interval?.[0]).toBeCloseTo(0.75 - (1.959964 * 1.5) / 4, 9);
});

test('of one item, and of what is no number, no interval is told', () => {
  const above = new NllAboveAllSamples([1, 2, 4]);
  above.add([1, 2, 3]);
  expect(above.value()[0].interval).toBeNull();
  above.add([Number.POSITIVE_INFINITY, 2, 3]);
  expect(above.value().map(({ interval }) => interval === null)).toEqual([true, false]);
});
