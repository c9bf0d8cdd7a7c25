import type { TimeSeries } from '../../src-files/data/time-series';
import { measureValues } from './standardisation';
import { onlyValue } from './value-targets';

/** All series share one scale: one that swings this many times less than another hardly counts beside it. */
const mostTimes = 10;

/** Says which columns to forecast never change, in any series. */
export function constantWarnings(all: readonly TimeSeries[]): readonly string[] {
  const [{ targets }] = all;
  return targets.flatMap(({ name }, target) => {
    const found = all.map((series) => onlyValue(series.targets[target].values));
    const [only] = found;
    return only === undefined || found.some((value) => value !== only)
      ? []
      : [`${name} is ${only} in every step; there is nothing to learn of it: forecast another column.`];
  });
}

/** Says of each column which series differ much in size, where any do. */
export function sizeWarnings(all: readonly TimeSeries[]): readonly string[] {
  const [{ targets }] = all;
  return targets.flatMap(({ name }, target) => {
    const sizes = all
      .map((series) => ({ series: series.name, std: measureValues(series.targets[target].values).std }))
      .filter(({ std }) => Number.isFinite(std))
      .sort((one, other) => one.std - other.std);
    const [least, most] = [sizes[0], sizes[sizes.length - 1]];
    if (!least || most.std <= mostTimes * least.std) return [];
    return [
      `The series share one scale, and ${name} has a standard deviation of ${short(least.std)} in ${least.series} and of ${short(most.std)} in ${most.series}: small series hardly count beside large ones. Where they should, give them in one size (shares of each series' mean, or logarithms), or choose noise that is predicted.`,
    ];
  });
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}
