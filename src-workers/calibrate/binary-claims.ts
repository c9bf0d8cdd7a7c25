import type { LogProbabilities } from '../evaluate/scores/scores';
import type { BinaryClaims } from './beta';

/** Logarithm of the smallest difference from 1 that a number has: what is surer counts as so sure. */
const leastLog = Math.log(Number.EPSILON);

/**
 * What is said of one class: ln p and ln(1 - p) of each item.
 * @param logProbabilities pooled over the weight samples, [items, classes]
 */
export function claimsOf(
  logProbabilities: LogProbabilities,
  classes: number,
  label: number,
): Pick<BinaryClaims, 'likely' | 'unlikely'> {
  const items = logProbabilities.length / classes;
  const likely = new Float64Array(items);
  const unlikely = new Float64Array(items);
  for (let item = 0; item < items; item += 1) {
    const row = logProbabilities.subarray(item * classes, (item + 1) * classes);
    likely[item] = Math.max(row[label], leastLog);
    unlikely[item] = Math.max(Math.log(withoutClass(row, label)), leastLog);
  }
  return { likely, unlikely };
}

/** 1 - p; of a class that is nearly sure the sum of the others, since rounding would leave nothing of the difference. */
function withoutClass(row: LogProbabilities, label: number): number {
  const own = Math.exp(row[label]);
  if (own < 0.5) return 1 - own;
  let sum = 0;
  for (let other = 0; other < row.length; other += 1) sum += other === label ? 0 : Math.exp(row[other]);
  return sum;
}
