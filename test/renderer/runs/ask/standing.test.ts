import { expect, test } from 'vitest';
import {
  otherStandingWords,
  standing,
  standingSentence,
  standingWords,
} from '../../../../src-renderer/runs/ask/standing';

test('a value stands above those that are smaller and half of those that are equal', () => {
  expect(standing(3, [1, 2, 3, 4])).toBe(0.625);
  expect(standing(0, [0, 0, 0, 0])).toBe(0.5);
  expect(standing(9, [1, 2])).toBe(1);
});

test('is told as a share of the test items, and only all of them are called all', () => {
  expect(standingWords(3, [1, 2, 3, 4])).toBe('more than 63\u00a0% of 4 test items');
  expect(standingWords(9, [1, 2])).toBe('more than all 2 test items');
  expect(standingWords(0, [1, 2])).toBe('less than all 2 test items');
  // Noise that is the same for all, but for single precision.
  expect(standingWords(1.39, [1.390001, 1.389999])).toBe('the same as all 2 test items');
  const thousand = Array.from({ length: 1000 }, (_, item) => item);
  expect(standingWords(998.5, thousand)).toBe('more than 99\u00a0% of 1,000 test items');
  expect(standingWords(1, [])).toBe('');
});

test('among other data is told as less or more than most of them, whichever it is', () => {
  const noise = { name: 'noise', values: Array.from({ length: 101 }, (_, percent) => percent) };
  expect(otherStandingWords(20.2, noise)).toBe('less than 79\u00a0% of noise');
  expect(otherStandingWords(80.2, noise)).toBe('more than 80\u00a0% of noise');
  expect(otherStandingWords(-1, noise)).toBe('less than all of noise');
  expect(otherStandingWords(101, noise)).toBe('more than all of noise');
  expect(otherStandingWords(2, { name: 'rows', values: [2, 2] })).toBe('the same as all of rows');
});

test('is one sentence of test items and all other data, and of those alone that there are', () => {
  const others = [
    { name: 'noise', values: [5, 6, 7, 8] },
    { name: 'mnist', values: [1, 2] },
  ];
  expect(standingSentence(3, [1, 2, 3, 4], others)).toBe(
    'More than 63\u00a0% of 4 test items, less than all of noise, more than all of mnist.',
  );
  expect(standingSentence(3, [], others.slice(1))).toBe('More than all of mnist.');
  expect(standingSentence(3, [], [])).toBe('');
});
