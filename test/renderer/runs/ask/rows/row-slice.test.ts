import { expect, test } from 'vitest';
import { gridOf, histogram } from '../../../../../src-renderer/runs/ask/rows/histogram';
import { planeMaps } from '../../../../../src-renderer/runs/ask/rows/plane-maps';
import {
  planeOf,
  planeRows,
  planeSide,
  slicedRows,
  sliceOf,
  slicePoints,
} from '../../../../../src-renderer/runs/ask/rows/row-slice';
import { mostRows } from '../../../../../src-shared/posterior/asking';

test('a slice is the row itself and the same row along one column, end to end', () => {
  const rows = slicedRows([1, 2, 3], 1, { low: 0, high: 124 });
  expect(planeOf(rows)).toBeUndefined();
  expect(rows).toHaveLength(1 + slicePoints);
  expect(rows[0]).toEqual([1, 2, 3]);
  expect(rows[1]).toEqual([1, 0, 3]);
  expect(rows[2]).toEqual([1, 2, 3]);
  expect(rows.at(-1)).toEqual([1, 124, 3]);
  expect(sliceOf(rows)).toEqual({ feature: 1, grid: gridOf({ low: 0, high: 124 }, slicePoints) });
});

test('a plane is the row with every pair of numbers in two columns, behind a slice, as many as are asked at once', () => {
  const along = { feature: 1, range: { low: 0, high: 15 } };
  const against = { feature: 0, range: { low: 0, high: 150 } };
  const plane = planeRows([1, 2, 3], along, against);
  expect(plane).toHaveLength(planeSide ** 2);
  expect(plane.slice(0, 2)).toEqual([
    [0, 0, 3],
    [0, 1, 3],
  ]);
  expect(plane[planeSide]).toEqual([10, 0, 3]);
  const rows = [...slicedRows([1, 2, 3], 1, along.range), ...plane];
  expect(rows.length).toBeLessThanOrEqual(mostRows);
  expect(planeOf(rows)).toEqual({ along: 1, against: 0, ends: { along: [0, 15], against: [0, 150] } });
  expect(sliceOf(rows)?.grid).toHaveLength(slicePoints);
});

test('a map of a plane is of the mean, and of spread on one scale whatever part of it is shown', () => {
  const value = (mean: number, spread: number) => [{ means: [mean - spread, mean + spread], stds: [3, 3] }];
  const slice = Array.from({ length: 1 + slicePoints }, () => value(99, 99));
  const answer = { kind: 'values' as const, items: [...slice, value(1, 0), value(2, Math.sqrt(8))] };
  const predicts = { kind: 'values' as const, targetNames: ['y'], unit: 'MPa', mean: [0], std: [1] };
  const [mean, all] = planeMaps(answer, predicts, 'total');
  expect(mean).toMatchObject({ title: 'y, mean', unit: 'MPa' });
  expect(mean?.values.map((one) => Number(one.toFixed(9)))).toEqual([1, 2]);
  expect(mean?.range.map((one) => Number(one.toFixed(9)))).toEqual([1, 2]);
  // The variance of two samples at ± √8 is 16, the noise's 9.
  expect(all?.values.map((one) => Number(one.toFixed(9)))).toEqual([3, 5]);
  const [, weights] = planeMaps(answer, predicts, 'weights');
  expect(weights?.values.map((one) => Number(one.toFixed(9)))).toEqual([0, 4]);
  expect(weights?.range).toEqual(all?.range);
  const named = {
    kind: 'classes' as const,
    items: [...Array.from({ length: 1 + slicePoints }, () => [[0.1, 0.9]]), [[0.5, 0.5]]],
  };
  const [probability, entropy] = planeMaps(named, { kind: 'classes', classNames: ['a', 'b'] }, 'total');
  expect(probability).toMatchObject({ title: 'Probability of b', values: [0.5], range: [0, 1] });
  expect(entropy?.values[0]).toBeCloseTo(Math.LN2, 12);
});

test('a row alone is no slice', () => {
  expect(sliceOf([[1, 2, 3]])).toBeUndefined();
});

test('a histogram counts its ends in, and gives values that are all alike a width', () => {
  expect(histogram([0, 1, 1, 2, 4], 4)).toEqual({ low: 0, high: 4, counts: [1, 2, 1, 1] });
  expect(histogram([3, 3], 2)).toEqual({ low: 2.5, high: 3.5, counts: [0, 2] });
});
