import { expect, it } from 'vitest';
import { spreadOf } from '../../../../../src-renderer/runs/uncertainty/doubt/spread-parts';
import { fieldOf, fieldScales } from '../../../../../src-renderer/runs/uncertainty/maps/field-scales';

/** Two places of two targets; what came of the second target's second place is not known. */
const item = {
  item: 0,
  error: 1,
  truth: [1, 10, 2, Number.NaN],
  mean: [3, 14, 2, 99],
  std: [5, 50, 5, 77],
  weightStd: [3, 40, 5, 66],
};

it('tells nothing of a field where it is not known what came', () => {
  expect(fieldOf(item, 1, 2)).toEqual({
    truth: [10, Number.NaN],
    mean: [14, Number.NaN],
    std: [50, Number.NaN],
    weightStd: [40, Number.NaN],
    error: [4, Number.NaN],
  });
});

it('has one scale for all items: of truth and mean, and from 0 of spread and error', () => {
  const other = { ...item, truth: [-7, 0, 0, 0], mean: [0, 0, 30, 0] };
  expect(fieldScales([item, other], 0, 2)).toEqual({ values: [-7, 30], distances: [0, 30] });
});

it('parts a spread in weights and noise, whose variances add up', () => {
  const spread = { std: [5, 5], weightStd: [3, 5] };
  expect(spreadOf('total', spread)).toEqual([5, 5]);
  expect(spreadOf('weights', spread)).toEqual([3, 5]);
  expect(spreadOf('noise', spread)).toEqual([4, 0]);
});
