import { expect, test } from 'vitest';
import { learnedNoises } from '../../../src-main/export/learned-noise';
import { learnedByDefault } from '../../../src-shared/experiment/noise/learned';
import type { PosteriorTask } from '../../../src-shared/posterior/posterior-metadata';

const task: PosteriorTask = {
  kind: 'regression',
  inputShape: [2],
  targetShape: [2],
  targetNames: ['price', 'days'],
  targetMean: [0, 0],
  targetStd: [1000, 10],
};
const tensor = (shape: readonly number[], ...stds: readonly number[]) => [
  { name: 'likelihood.log_std', shape, data: Float32Array.from(stds, Math.log) },
];
const toldOf = (tensors: ReturnType<typeof tensor>, noise = learnedByDefault) =>
  learnedNoises(task, noise, tensors).map(({ target, std, range }) => [
    target,
    Math.round(1000 * std) / 1000,
    range?.map((value) => Math.round(value)),
  ]);

test('each target has its own noise, in its own unit', () => {
  expect(toldOf(tensor([2], 0.7, 0.02))).toEqual([
    ['price', 700, undefined],
    ['days', 0.2, undefined],
  ]);
});

test('one noise of all targets is that of each in its unit, as earlier runs have it', () => {
  expect(toldOf(tensor([1], 0.5))).toEqual([
    ['price', 500, undefined],
    ['days', 5, undefined],
  ]);
});

test('of members it is the root of the mean square, with the smallest and largest', () => {
  // sqrt((300^2 + 400^2) / 2) and sqrt((3^2 + 4^2) / 2)
  expect(toldOf(tensor([2, 2], 0.3, 0.4, 0.4, 0.3))).toEqual([
    ['price', 353.553, [300, 400]],
    ['days', 3.536, [3, 4]],
  ]);
});

test('each head tells its own, and classes have none', () => {
  const heads: PosteriorTask = {
    kind: 'heads',
    inputShape: [2],
    targetShape: [3],
    heads: [
      { name: 'both', task, noise: learnedByDefault, weight: 1, outputs: [] },
      {
        name: 'kind',
        task: { kind: 'classification', inputShape: [2], classNames: ['a', 'b'] },
        noise: learnedByDefault,
        weight: 1,
        outputs: [],
      },
    ],
  };
  const [{ shape, data }] = tensor([2], 0.7, 0.02);
  const told = learnedNoises(heads, learnedByDefault, [{ name: 'likelihood.both.log_std', shape, data }]);
  expect(told.map(({ target, std }) => [target, Math.round(10 * std) / 10])).toEqual([
    ['price', 700],
    ['days', 0.2],
  ]);
});
