import { z } from 'zod';

const score = z.union([z.number(), z.nan(), z.null()]).transform((value) => value ?? Number.NaN);

/** A posterior predictive check: a test statistic of what came, against those of data sets that each weight sample draws for the same items. */
export const predictiveCheckSchema = z.strictObject({
  /** The target, where there are several. */
  target: z.string().optional(),
  /** Of values `mean`, `std`, `min`, `q05`, `median`, `q95`, `max`, of counts also `zeros`; of classes `share of CLASS`. */
  statistic: z.string().min(1),
  observed: score,
  /** Of the data sets drawn: 2.5 %, 50 % and 97.5 %. */
  low: score,
  median: score,
  high: score,
  /** Share of those data sets that have more, those that have as much by half: near 0 or 1 what came is not what the network expects. */
  p: score,
});
export type PredictiveCheck = Readonly<z.output<typeof predictiveCheckSchema>>;

/** Whether what came is outside what 95 % of the data sets drawn have. */
export function isSurprising({ p }: Pick<PredictiveCheck, 'p'>): boolean {
  return p < 0.025 || p > 0.975;
}

/** What came and what was expected, in as many digits as tell the ends of the interval apart. */
export function checkText({ target, statistic, observed, low, high }: PredictiveCheck): string {
  const digits = digitsApart(low, high);
  const [came, from, to] = [observed, low, high].map((value) => Number(value.toPrecision(digits)));
  return `${target === undefined ? '' : `${target}, `}${statistic} ${came} (expected ${from} to ${to})`;
}

const [leastDigits, mostDigits] = [4, 15];

/** With two digits of their distance. */
function digitsApart(low: number, high: number): number {
  const digits = Math.ceil(Math.log10(Math.max(Math.abs(low), Math.abs(high)) / Math.abs(high - low))) + 2;
  return Number.isFinite(digits) ? Math.min(mostDigits, Math.max(leastDigits, digits)) : leastDigits;
}
