import { mostRows } from '../../../../src-shared/asking';
import { withNumber } from './columns';
import { gridOf, type Histogram } from './histogram';

/** Places along a column at which is asked, beside the row itself. */
export const slicePoints = mostRows - 1;

/** A row, and behind it the same row with other numbers in one column, from end to end. */
export function slicedRows(
  inputs: readonly number[],
  feature: number,
  range: Pick<Histogram, 'low' | 'high'>,
): number[][] {
  return [inputs, ...gridOf(range, slicePoints).map((value) => withNumber(inputs, feature, value))].map(
    (row) => [...row],
  );
}

/** The column along which rows were sliced, and the numbers there; undefined where they were not. */
export function sliceOf(
  rows: readonly (readonly number[])[],
): { readonly feature: number; readonly grid: readonly number[] } | undefined {
  const [, first, second] = rows;
  const feature = first?.findIndex((value, at) => value !== second?.[at]) ?? -1;
  return feature < 0 || !second
    ? undefined
    : { feature, grid: rows.slice(1).map((row) => row[feature] ?? Number.NaN) };
}
