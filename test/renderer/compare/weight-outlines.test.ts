import { expect, test } from 'vitest';
import { outlinesOf, sharedLayers } from '../../../src-renderer/compare/weight-outlines';
import type { LayerSummary } from '../../../src-shared/posterior/posterior-summary';

const histogram = (low: number, high: number, counts: readonly number[]) => ({
  low,
  high,
  counts,
  average: 0,
  notFinite: 0,
});
const layer = (name: string, mean: LayerSummary['mean']): LayerSummary => ({ name, weights: 1, mean });

test('layers that both runs have are compared, in the order of the first', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => layer(name, histogram(0, 1, [1])));
  expect(sharedLayers({ layers: [a, b] }, { layers: [c, b, a] })).toEqual(['a', 'b']);
  expect(sharedLayers({ layers: [a] }, { layers: [c] })).toEqual([]);
});

test('outlines have an area of 1 each, whatever number of weights and width of bars, on the same axes', () => {
  const outlines = outlinesOf(
    [layer('a', histogram(0, 2, [1, 3])), layer('a', histogram(-1, 1, [40]))],
    'mean',
  );
  expect(outlines?.range).toEqual([-1, 2]);
  expect(outlines?.corners[0]).toEqual([
    [0, 0],
    [0, 0.25],
    [1, 0.25],
    [1, 0.75],
    [2, 0.75],
    [2, 0],
  ]);
  expect(outlines?.corners[1]).toEqual([
    [-1, 0],
    [-1, 0.5],
    [1, 0.5],
    [1, 0],
  ]);
  expect(outlines?.most).toBe(0.75);
});

test('there are none of what one run does not tell, and weights that are all alike stay within the picture', () => {
  const single = layer('a', histogram(0.5, 0.5, [7]));
  expect(outlinesOf([single, single], 'std')).toBeUndefined();
  expect(outlinesOf([single, single], 'mean')?.most).toBe(0);
});
