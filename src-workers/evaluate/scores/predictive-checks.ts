import type { PredictiveCheck } from '../../../src-shared/assessment/predictive-check';
import { quantile } from './crps';

/** What is measured of a data set; of values in the order that checks are told in. */
const ofValues: Readonly<Record<string, (sorted: Float64Array, mean: number) => number>> = {
  mean: (_, mean) => mean,
  std: (sorted, mean) =>
    Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length),
  min: (sorted) => sorted[0],
  q05: (sorted) => quantile(sorted, 0.05),
  median: (sorted) => quantile(sorted, 0.5),
  q95: (sorted) => quantile(sorted, 0.95),
  max: (sorted) => sorted[sorted.length - 1],
};

/**
 * Holds test statistics of the values that came against those of data sets that the samples draw for the same items, one data set a
 * sample (Rubin 1984; Gelman, Meng and Stern 1996).
 * @param came the values that are known, in their unit
 * @param drawn by each sample, for the same values
 * @param areCounts adds the share of zeros
 * @returns none where nothing came, or a value is no number
 */
export function valueChecks(
  came: readonly number[],
  drawn: readonly (readonly number[])[],
  areCounts: boolean,
): PredictiveCheck[] {
  if (came.length === 0) return [];
  const [observed, ...replicated] = [came, ...drawn].map((values) => statisticsOf(values, areCounts));
  return Object.keys(observed).map((statistic) =>
    checkOf(
      statistic,
      observed[statistic],
      replicated.map((one) => one[statistic]),
    ),
  );
}

/**
 * The same of classes: how large each one's share is.
 * @param came items of each class
 * @param drawn of each sample the items that it drew for each class
 */
export function classChecks(
  classNames: readonly string[],
  came: ArrayLike<number>,
  drawn: readonly ArrayLike<number>[],
): PredictiveCheck[] {
  const items = Array.from(came).reduce((sum, count) => sum + count, 0);
  if (items === 0) return [];
  return classNames.map((name, label) =>
    checkOf(
      `share of ${name}`,
      came[label] / items,
      drawn.map((counts) => counts[label] / items),
    ),
  );
}

function statisticsOf(values: readonly number[], areCounts: boolean): Record<string, number> {
  const sorted = Float64Array.from(values).sort();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const all = Object.entries(ofValues).map(([name, of]) => [name, of(sorted, mean)] as const);
  const zeros = sorted.filter((value) => value === 0).length / sorted.length;
  return Object.fromEntries([...all, ...(areCounts ? [['zeros', zeros] as const] : [])]);
}

/** Values that are equal count half, so that what every data set has is no surprise. */
function checkOf(statistic: string, observed: number, replicated: readonly number[]): PredictiveCheck {
  const sorted = Float64Array.from(replicated).sort();
  const above = replicated.filter((value) => value > observed).length;
  const equal = replicated.filter((value) => value === observed).length;
  return {
    statistic,
    observed,
    low: quantile(sorted, 0.025),
    median: quantile(sorted, 0.5),
    high: quantile(sorted, 0.975),
    p: (above + equal / 2) / replicated.length,
  };
}
