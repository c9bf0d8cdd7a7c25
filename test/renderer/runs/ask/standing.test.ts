import { expect, test } from 'vitest';
import { standing, standingWords } from '../../../../src-renderer/runs/ask/standing';

test('a value stands above those that are smaller and half of those that are equal', () => {
  expect(standing(3, [1, 2, 3, 4])).toBe(0.625);
  expect(standing(0, [0, 0, 0, 0])).toBe(0.5);
  expect(standing(9, [1, 2])).toBe(1);
});

test('is told as a share of the test items, and only all of them are called all', () => {
  expect(standingWords(3, [1, 2, 3, 4])).toBe('more than 63 % of 4 test items');
  expect(standingWords(9, [1, 2])).toBe('more than all 2 test items');
  expect(standingWords(0, [1, 2])).toBe('less than all 2 test items');
  // Noise that is the same for all, but for single precision.
  expect(standingWords(1.39, [1.390001, 1.389999])).toBe('the same as all 2 test items');
  const thousand = Array.from({ length: 1000 }, (_, item) => item);
  expect(standingWords(998.5, thousand)).toBe('more than 99 % of 1,000 test items');
  expect(standingWords(1, [])).toBe('');
});
