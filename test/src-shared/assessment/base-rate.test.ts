import { expect, test } from 'vitest';
import { baseRateOf } from '../../../src-shared/assessment/base-rate';

test('is the share of the test items that are of the commonest class, whatever they were taken for', () => {
  // Of ten items six are cats, two of which were taken for dogs.
  const confusion = [
    { label: 0, predicted: 0, items: 4 },
    { label: 1, predicted: 0, items: 4 },
    { label: 1, predicted: 1, items: 2 },
  ];
  expect(baseRateOf({ classNames: ['dog', 'cat'], confusion })).toEqual({ name: 'cat', share: 0.6 });
});

test('is not told where classes of items were not kept', () => {
  expect(baseRateOf({ classNames: ['dog', 'cat'] })).toBeUndefined();
  expect(baseRateOf({ classNames: ['dog', 'cat'], confusion: [] })).toBeUndefined();
});
