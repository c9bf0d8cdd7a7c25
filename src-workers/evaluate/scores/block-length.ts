/**
 * How long blocks of a series are to be, so that the spread of means over blocks drawn anew is that of the series' mean: the rule of
 * Politis and White 2004 as Patton, Politis and White 2009 corrected it. Of blocks that do not overlap (Carlstein 1986) the variance has the
 * constant of the stationary bootstrap (Lahiri 1999), so that the two are as long.
 * @param series what is measured of each item, in time's order
 * @returns items of a block: 1 where items do not depend on each other, at most a third of them
 */
export function blockLength(series: ArrayLike<number>): number {
  return commonBlockLength([series]);
}

/**
 * The same of several series whose blocks are drawn from all of them together: autocovariances are summed over the series, each less its
 * own mean, so that nothing is measured across the end of one and the beginning of the next.
 */
export function commonBlockLength(all: readonly ArrayLike<number>[]): number {
  const centred = all.map(lessMean);
  const items = all.reduce((sum, { length }) => sum + length, 0);
  const most = all.reduce((longest, { length }) => Math.max(longest, length), 0);
  const variance = covariance(centred, 0);
  if (most < 3 || !(variance > 0) || !Number.isFinite(variance)) return 1;
  const longest = Math.ceil(Math.min(3 * Math.sqrt(most), most / 3));
  const lags = dependentLags(centred, most);
  let [slope, spectrum] = [0, variance];
  for (let lag = 1; lag <= lags; lag += 1) {
    const weight = flatTop(lag / lags) * 2 * covariance(centred, lag);
    slope += lag * weight;
    spectrum += weight;
  }
  const length = Math.cbrt((slope / spectrum) ** 2 * items);
  return Math.max(1, Math.min(longest, Math.ceil(length)));
}

/** Twice the lag behind which so many autocorrelations in a row are no larger than chance makes them. */
function dependentLags(centred: readonly Float64Array[], items: number): number {
  const inRow = Math.max(5, Math.floor(Math.log10(items)));
  const most = Math.min(items - 2, Math.ceil(Math.sqrt(items)) + inRow);
  const bar = 2 * Math.sqrt(Math.log10(items) / items);
  let small = 0;
  for (let lag = 0; lag < most; lag += 1) {
    small = Math.abs(correlation(centred, lag)) < bar ? small + 1 : 0;
    if (small === inRow) return Math.min(most, 2 * Math.max(1, lag + 1 - inRow));
  }
  return most;
}

/** The lag window of Politis and Romano 1995. */
function flatTop(share: number): number {
  return share <= 0.5 ? 1 : 2 * (1 - share);
}

function lessMean(series: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(series);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

/** Over all series, each over its own steps. */
function covariance(centred: readonly Float64Array[], lag: number): number {
  const items = centred.reduce((sum, { length }) => sum + length, 0);
  return summed(centred, (one) => product(one.subarray(lag), one)) / items;
}

/** Of the parts that lie so far apart and one more, each by its own spread. */
function correlation(centred: readonly Float64Array[], lag: number): number {
  const late = summed(centred, (one) => square(one.subarray(lag + 1)));
  const early = summed(centred, (one) => square(one.subarray(0, Math.max(0, one.length - lag - 1))));
  return summed(centred, (one) => product(one.subarray(lag), one)) / Math.sqrt(late * early);
}

function summed(all: readonly Float64Array[], of: (one: Float64Array) => number): number {
  return all.reduce((sum, one) => sum + of(one), 0);
}

function square(values: Float64Array): number {
  return product(values, values);
}

/** Over the places of the first. */
function product(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < first.length; at += 1) sum += first[at] * second[at];
  return sum;
}
