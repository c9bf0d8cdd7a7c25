import { expect, test } from 'vitest';
import { klWeightAt } from '../../../src-workers/train/kl-weight';

const variational = (klWarmup: number) => ({ method: 'variational', klWarmup }) as const;

test('the divergence’s weight grows evenly over the warm-up and is whole from then on', () => {
  const weights = [1, 5, 9, 10, 11, 20].map((step) => klWeightAt(step, 20, variational(0.5)));
  expect(weights).toEqual([0.1, 0.5, 0.9, 1, 1, 1]);
  expect(klWeightAt(5, 20, { method: 'low-rank', klWarmup: 0.5 })).toBe(0.5);
});

test('without a warm-up, and for weights that are points, it is whole from the first step on', () => {
  expect(klWeightAt(1, 20, variational(0))).toBe(1);
  expect(klWeightAt(1, 20, { method: 'deep-ensemble', klWarmup: 0.5 })).toBe(1);
});

test('it is whole at the end, however long the warm-up', () => {
  expect(klWeightAt(20, 20, variational(1))).toBe(1);
});
