import type { Span } from '../../src-shared/experiment/data/time-split';
import type { StepsOfRows } from './resampled';

/** Rows count as following each other at a distance that so large a share of them keeps: weekends and single gaps are none. */
const usualShare = 0.9;

/**
 * The steps that rows reach through: without the first where another row would fit in before the first one, and without the last where one would
 * after the last.
 * @param times of the rows, in milliseconds since 1970
 */
export function wholeSteps(times: Float64Array, steps: StepsOfRows): Span {
  const sorted = Float64Array.from(new Set(times)).sort();
  const count = steps.times.length;
  if (sorted.length < 2) return { first: 0, end: count };
  const distance = usualDistance(sorted);
  const isFirstWhole = sorted[0] - distance < steps.times[0];
  const isLastWhole = sorted[sorted.length - 1] + distance >= steps.end;
  const end = isLastWhole ? count : count - 1;
  return { first: isFirstWhole ? 0 : Math.min(1, end), end };
}

/**
 * A column's values without that of the last step in which it is known, where another row would fit into it after the last one with a value.
 * @param values of the steps
 * @param known the column's values of the rows
 */
export function withoutPartOfStep(
  values: Float64Array,
  known: Float64Array,
  times: Float64Array,
  { times: starts, of, end }: StepsOfRows,
): Float64Array {
  const sorted = Float64Array.from(new Set(times)).sort();
  let last = -1;
  known.forEach((value, row) => {
    if (!Number.isNaN(value) && (last < 0 || times[row] > times[last])) last = row;
  });
  if (last < 0 || sorted.length < 2) return values;
  const place = of[last];
  if (times[last] + usualDistance(sorted) >= (starts[place + 1] ?? end)) return values;
  return values.with(place, Number.NaN);
}

/** @param sorted at least two times that differ */
function usualDistance(sorted: Float64Array): number {
  const distances = sorted
    .slice(1)
    .map((time, at) => time - sorted[at])
    .sort();
  return distances[Math.ceil(usualShare * (distances.length - 1))];
}
