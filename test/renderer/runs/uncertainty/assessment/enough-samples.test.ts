import { expect, test } from 'vitest';
import { enoughSamples } from '../../../../../src-renderer/runs/uncertainty/assessment/enough-samples';
import { disagreementOf } from '../../../../../src-renderer/runs/uncertainty/disagreement';

const above = (...intervals: readonly ([number, number] | null)[]) =>
  intervals.map((interval, at) => ({ samples: 2 ** at, interval }));

test('so many samples suffice from which on none can cost more than 0.02 nats on the same items', () => {
  // Two would do, were four not worse again.
  expect(enoughSamples(above([0.1, 0.6], [-0.1, 0.02], [0.01, 0.03], [-0.3, 0.01]))).toBe(8);
  expect(enoughSamples(above([0.1, 0.6], [-0.4, -0.2]))).toBe(2);
  expect(enoughSamples(above([-0.1, 0.01], [0, 0.02]))).toBe(1);
});

test('a wide interval, as of few items, does not speak for few samples', () => {
  expect(enoughSamples(above([-0.24, 1.03], [-0.03, 0.01]))).toBe(2);
});

test('only all do where the last before them may be worse, or cannot be told', () => {
  expect(enoughSamples(above([-1, 0], [-0.1, 0.2]))).toBeUndefined();
  expect(enoughSamples(above([-1, 0], null))).toBeUndefined();
  expect(enoughSamples(above(null, [-1, 0]))).toBe(2);
  expect(enoughSamples([])).toBeUndefined();
});

test('samples disagree as far as they name another class than all together', () => {
  const bySample = [
    [0.6, 0.4],
    [0.3, 0.7],
    [0.9, 0.1],
    [0.8, 0.2],
  ];
  expect(disagreementOf({ bySample, predicted: 0 })).toBe(0.25);
});
