import { expect, test } from 'vitest';
import { weightsOfClasses } from '../../../src-files/data/class-weights';

// compute_class_weight('balanced', classes=[0, 1, 3], y) in scikit-learn 1.8.
test('balanced weights are those of scikit-learn, and 1 for a class that nothing is trained on', () => {
  const trained = [0, 0, 0, 0, 0, 0, 0, 1, 1, 3];
  expect(weightsOfClasses('balanced', ['a', 'b', 'c', 'd'], trained)).toEqual(
    [0.47619048, 1.66666667, 1, 3.33333333].map((weight) => expect.closeTo(weight, 8)),
  );
});

test('weights by name are as told, and 1 where nothing is', () => {
  expect(weightsOfClasses({ b: 2.5 }, ['a', 'b'], [])).toEqual([1, 2.5]);
});
