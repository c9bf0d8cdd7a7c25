/**
 * Whether chains have come to the same distribution, and how many independent draws theirs are worth: rank-normalised
 * split R-hat and bulk effective sample size (Vehtari, Gelman, Simpson, Carpenter and Bürkner 2021).
 */

/** Draws of one number, a list for each chain, all of the same length. */
export type Chains = readonly ArrayLike<number>[];

/** 1 where chains agree; the larger of that of the ranks and that of the distances from the median. NaN below 4 draws. */
export function rHat(chains: Chains): number {
  const halves = split(chains);
  if ((halves[0]?.length ?? 0) < 2) return Number.NaN;
  const median = medianOf(halves.flat());
  const folded = halves.map((half) => half.map((value) => Math.abs(value - median)));
  return Math.max(potentialReduction(normalScores(halves)), potentialReduction(normalScores(folded)));
}

/** Independent draws that would know the bulk of the distribution as well. NaN below 4 draws. */
export function bulkEss(chains: Chains): number {
  const halves = split(chains);
  if ((halves[0]?.length ?? 0) < 2) return Number.NaN;
  return effectiveSize(normalScores(halves));
}

/** Each chain's two halves; of an odd number of draws the middle one is left out. */
function split(chains: Chains): number[][] {
  return chains.flatMap((chain) => {
    const draws = Array.from(chain);
    const half = Math.floor(draws.length / 2);
    return [draws.slice(0, half), draws.slice(draws.length - half)];
  });
}

/** Draws by their ranks among all, as quantiles of a standard normal (Blom 1958: (rank - 3/8) / (count + 1/4)). */
function normalScores(chains: readonly number[][]): number[][] {
  const all = chains.flatMap((chain, index) => chain.map((value, at) => ({ value, index, at })));
  all.sort((a, b) => a.value - b.value);
  const scores = chains.map((chain) => chain.slice());
  for (let first = 0; first < all.length; ) {
    let last = first;
    while (last + 1 < all.length && all[last + 1].value === all[first].value) last += 1;
    const rank = (first + last) / 2 + 1;
    const score = normalQuantile((rank - 0.375) / (all.length + 0.25));
    for (let place = first; place <= last; place += 1) scores[all[place].index][all[place].at] = score;
    first = last + 1;
  }
  return scores;
}

/** sqrt of the variance of all draws over the mean of the chains' own. */
function potentialReduction(chains: readonly number[][]): number {
  const count = chains[0].length;
  const within = meanOf(chains.map(varianceOf));
  const between = varianceOf(chains.map(meanOf));
  return Math.sqrt((count - 1) / count + between / within);
}

/** By Geyer's initial monotone sequence over the autocorrelations of all chains together. */
function effectiveSize(chains: readonly number[][]): number {
  const count = chains[0].length;
  const total = count * chains.length;
  const within = meanOf(chains.map(varianceOf));
  const pooled = (within * (count - 1)) / count + varianceOf(chains.map(meanOf));
  const means = chains.map(meanOf);
  const correlation = (lag: number) =>
    1 - (within - meanOf(chains.map((chain, index) => autocovariance(chain, means[index], lag)))) / pooled;
  const correlations = [1, correlation(1)];
  let [even, odd] = correlations;
  let lag = 1;
  for (; lag < count - 3 && even + odd > 0; lag += 2) {
    even = correlation(lag + 1);
    odd = correlation(lag + 2);
    if (even + odd >= 0) correlations.push(even, odd);
  }
  const last = lag - 2;
  for (let at = 1; at <= last - 2; at += 2) {
    const before = correlations[at - 1] + correlations[at];
    if (correlations[at + 1] + correlations[at + 2] <= before) continue;
    correlations[at + 1] = before / 2;
    correlations[at + 2] = before / 2;
  }
  const sum = correlations.slice(0, last + 1).reduce((all, value) => all + value, 0);
  const rest = even > 0 ? even : (correlations[last + 1] ?? 0);
  return total / Math.max(2 * sum - 1 + rest, 1 / Math.log10(total));
}

function autocovariance(chain: readonly number[], mean: number, lag: number): number {
  let sum = 0;
  for (let at = lag; at < chain.length; at += 1) sum += (chain[at] - mean) * (chain[at - lag] - mean);
  return sum / chain.length;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function varianceOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}

function medianOf(values: readonly number[]): number {
  const sorted = values.slice().sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Inverse of the standard normal distribution, to 1e-9 (Acklam's rational approximation). */
function normalQuantile(probability: number): number {
  const [a, b] = central;
  const [c, d] = tail;
  if (probability < 0.02425) {
    const q = Math.sqrt(-2 * Math.log(probability));
    return polynomial(c, q) / (polynomial(d, q) * q + 1);
  }
  if (probability > 1 - 0.02425) return -normalQuantile(1 - probability);
  const q = probability - 0.5;
  return (polynomial(a, q * q) * q) / (polynomial(b, q * q) * q * q + 1);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

const central = [
  [
    -3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.38357751867269e2, -3.066479806614716e1,
    2.506628277459239,
  ],
  [
    -5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1,
    -1.328068155288572e1,
  ],
] as const;
const tail = [
  [
    -7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968,
    2.938163982698783,
  ],
  [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416],
] as const;
