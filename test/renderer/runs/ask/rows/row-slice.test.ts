import { expect, test } from 'vitest';
import { gridOf, histogram } from '../../../../../src-renderer/runs/ask/rows/histogram';
import { slicedRows, sliceOf, slicePoints } from '../../../../../src-renderer/runs/ask/rows/row-slice';
import { mostRows } from '../../../../../src-shared/asking';

test('a slice is the row itself and the same row along one column, end to end, as many as are answered at once', () => {
  const rows = slicedRows([1, 2, 3], 1, { low: 0, high: 124 });
  expect(rows).toHaveLength(mostRows);
  expect(rows[0]).toEqual([1, 2, 3]);
  expect(rows[1]).toEqual([1, 0, 3]);
  expect(rows[2]).toEqual([1, 2, 3]);
  expect(rows.at(-1)).toEqual([1, 124, 3]);
  expect(sliceOf(rows)).toEqual({ feature: 1, grid: gridOf({ low: 0, high: 124 }, slicePoints) });
});

test('a row alone is no slice', () => {
  expect(sliceOf([[1, 2, 3]])).toBeUndefined();
});

test('a histogram counts its ends in, and gives values that are all alike a width', () => {
  expect(histogram([0, 1, 1, 2, 4], 4)).toEqual({ low: 0, high: 4, counts: [1, 2, 1, 1] });
  expect(histogram([3, 3], 2)).toEqual({ low: 2.5, high: 3.5, counts: [0, 2] });
});
