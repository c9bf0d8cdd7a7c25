import { expect, test } from 'vitest';
import { enoughSamples } from '../../../../../src-renderer/runs/uncertainty/assessment/enough-samples';
import { disagreementOf } from '../../../../../src-renderer/runs/uncertainty/disagreement';

const scores = [
  { samples: 1, nll: 0.9 },
  { samples: 2, nll: 0.52 },
  { samples: 4, nll: 0.6 },
  { samples: 8, nll: 0.51 },
  { samples: 16, nll: 0.5 },
];

test('so many samples suffice from which on all NLLs lie within the interval around that of all', () => {
  const of = (low: number, high: number) => enoughSamples(scores, { nll: 0.5, interval: [low, high] });
  // Two would do, had four not fallen outside again.
  expect(of(0.45, 0.55)).toBe(8);
  expect(of(0.4, 0.62)).toBe(2);
  expect(of(0, 2)).toBe(1);
  expect(of(0.499, 0.501)).toBeUndefined();
});

test('the interval may be of other draws or in another unit: its reach counts', () => {
  expect(enoughSamples(scores, { nll: 3.5, interval: [3.45, 3.55] })).toBe(8);
  expect(enoughSamples([], { nll: 1, interval: [0, 2] })).toBeUndefined();
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
