import { mostRows } from '../../../../src-shared/posterior/asking';
import { withNumber } from './columns';
import { gridOf, type Histogram } from './histogram';

type Range = Pick<Histogram, 'low' | 'high'>;
type Rows = readonly (readonly number[])[];

/** Places along a column at which is asked, beside the row itself. */
export const slicePoints = 63;
/** Places along each of two columns. */
export const planeSide = Math.floor(Math.sqrt(mostRows - 1 - slicePoints));

/** A row, and behind it the same row with other numbers in one column, from end to end. */
export function slicedRows(inputs: readonly number[], feature: number, range: Range): number[][] {
  return [inputs, ...gridOf(range, slicePoints).map((value) => withNumber(inputs, feature, value))].map(
    (row) => [...row],
  );
}

/** A row with other numbers in two columns: each of the second, and for it each of the first. */
export function planeRows(
  inputs: readonly number[],
  along: { readonly feature: number; readonly range: Range },
  against: { readonly feature: number; readonly range: Range },
): number[][] {
  return gridOf(against.range, planeSide).flatMap((y) =>
    gridOf(along.range, planeSide).map((x) => [
      ...withNumber(withNumber(inputs, along.feature, x), against.feature, y),
    ]),
  );
}

/** The column along which rows were sliced, and the numbers there; undefined where they were not. */
export function sliceOf(
  rows: Rows,
): { readonly feature: number; readonly grid: readonly number[] } | undefined {
  const [, first, second] = rows;
  const feature = differing(first, second);
  return feature === undefined
    ? undefined
    : { feature, grid: rows.slice(1, 1 + slicePoints).map((row) => row[feature] ?? Number.NaN) };
}

/** Two columns and their ends. */
export interface Plane {
  readonly along: number;
  readonly against: number;
  readonly ends: { readonly along: readonly [number, number]; readonly against: readonly [number, number] };
}

/** The columns of the plane behind a slice; undefined where there is none. */
export function planeOf(rows: Rows): Plane | undefined {
  const cells = rows.slice(1 + slicePoints);
  const along = differing(cells[0], cells[1]);
  const against = differing(cells[0], cells[planeSide]);
  if (along === undefined || against === undefined) return undefined;
  const endsOf = (feature: number) =>
    [cells[0]?.[feature] ?? Number.NaN, cells.at(-1)?.[feature] ?? Number.NaN] as const;
  return { along, against, ends: { along: endsOf(along), against: endsOf(against) } };
}

function differing(
  one: readonly number[] | undefined,
  other: readonly number[] | undefined,
): number | undefined {
  const feature = other === undefined ? -1 : (one?.findIndex((value, at) => value !== other[at]) ?? -1);
  return feature < 0 ? undefined : feature;
}
