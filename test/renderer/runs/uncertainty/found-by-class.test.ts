import { expect, test } from 'vitest';
import { foundByClass } from '../../../../src-renderer/runs/uncertainty/found-by-class';

test('195 of one class and 6 of another, all named the first: 97 % right, and half of the classes found', () => {
  const confusion = [
    { label: 0, predicted: 0, items: 195 },
    { label: 1, predicted: 0, items: 6 },
  ];
  // scikit-learn's balanced_accuracy_score is 0.5.
  expect(foundByClass(confusion)).toEqual({ commonest: 0, share: 195 / 201, meanFound: 0.5 });
});

test('the mean over the classes counts each class alike, one that is only named not at all', () => {
  const confusion = [
    { label: 2, predicted: 2, items: 3 },
    { label: 2, predicted: 1, items: 1 },
    { label: 0, predicted: 0, items: 1 },
  ];
  expect(foundByClass(confusion)).toEqual({ commonest: 2, share: 0.8, meanFound: 0.875 });
});
