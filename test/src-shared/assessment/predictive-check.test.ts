import { expect, test } from 'vitest';
import { checkText } from '../../../src-shared/assessment/predictive-check';

const check = { statistic: 'q05', median: 0, p: 0 };

test('numbers of a check have the digits that tell what came from what was expected', () => {
  const far = { ...check, observed: 1_000_000_009.74, low: 999_999_998.23, high: 1_000_000_003.91 };
  expect(checkText(far)).toBe('q05 1000000009.7 (expected 999999998.23 to 1000000003.9)');
  const near = { ...check, target: 'price', observed: 0.123456, low: 1.234567, high: 7.6 };
  expect(checkText(near)).toBe('price, q05 0.1235 (expected 1.235 to 7.6)');
});

test('an interval without a width, or without numbers, has four digits', () => {
  expect(checkText({ ...check, observed: 2 / 3, low: 0, high: 0 })).toBe('q05 0.6667 (expected 0 to 0)');
  expect(checkText({ ...check, observed: 2 / 3, low: Number.NaN, high: 1 })).toBe(
    'q05 0.6667 (expected NaN to 1)',
  );
});
