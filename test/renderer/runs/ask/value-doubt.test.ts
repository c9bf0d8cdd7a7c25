import { expect, test } from 'vitest';
import { valueDoubt } from '../../../../src-renderer/runs/ask/value-doubt';

test('a value is doubted for its noise and for the spread of the samples, which add up as variances', () => {
  // Means 1, 3, 5: 3 with an unbiased variance of 4. Noise 3, 3, 3.
  expect(valueDoubt({ means: [1, 3, 5], stds: [3, 3, 3] })).toEqual({
    mean: 3,
    aleatoric: 3,
    epistemic: 2,
    std: Math.hypot(2, 3),
  });
});

test('noise of its own for each sample counts as the mean of the variances', () => {
  expect(valueDoubt({ means: [0, 0], stds: [1, 7] }).aleatoric).toBe(5);
});

test('one sample has no spread, and noise that is read off the samples is none beside it', () => {
  expect(valueDoubt({ means: [2], stds: [] })).toEqual({ mean: 2, std: 0, aleatoric: 0, epistemic: 0 });
});
