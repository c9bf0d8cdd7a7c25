import { expect, test } from 'vitest';
import { fieldItems } from '../../../src-files/data/field-items';

const fractions = { validationFraction: 0.25, testFraction: 0.2 };

test('an item is a step whose next one is predicted; training sees no later step', () => {
  const { trainSteps, train, validation, test } = fieldItems({ steps: 10, gaps: [] }, fractions);
  expect(trainSteps).toEqual({ first: 0, end: 6 });
  expect([[...train], [...validation], [...test]]).toEqual([
    [0, 1, 2, 3, 4],
    [5, 6],
    [7, 8],
  ]);
});

test('a pair over a gap in time is none', () => {
  const { train, validation, test } = fieldItems({ steps: 10, gaps: [2, 5, 8] }, fractions);
  expect([[...train], [...validation], [...test]]).toEqual([[0, 1, 3, 4], [6], [7]]);
});

test('where gaps leave nothing to train on, that is said', () => {
  expect(() => fieldItems({ steps: 4, gaps: [0] }, { validationFraction: 0, testFraction: 0.5 })).toThrow(
    'data.testFraction: of the 2 time steps that are left to train on, none is followed by the next without a gap in time.',
  );
});

test('with history an item has the steps before it, without a gap between them; those of training may lie in it', () => {
  const { train, validation, test } = fieldItems({ steps: 10, gaps: [0] }, fractions, undefined, 3);
  // 0 | 1 to 9: 3 is the first with two before it.
  expect([[...train], [...validation], [...test]]).toEqual([
    [3, 4],
    [5, 6],
    [7, 8],
  ]);
  const leftOut = fieldItems({ steps: 20, gaps: [] }, fractions, { first: 4, end: 6 }, 3);
  expect([...leftOut.train], 'neither what is seen nor what is predicted is left out').toEqual([2, 8, 9, 10]);
  expect([...(leftOut.leftOut ?? [])]).toEqual([3, 4]);
});
