/** The last index of each of `buckets` about equally long runs of indices below `length`. */
export function bucketEnds(length: number, buckets: number): readonly number[] {
  return Array.from({ length: buckets }, (_, bucket) => Math.floor(((bucket + 1) * length) / buckets) - 1);
}

/**
 * Means of the finite values up to each of the ends, each weighted by its distance on x from the point before, for
 * which it stands; the first point's is that to `preceding`. NaN for a bucket without a finite value.
 * @param ends last index of each bucket, rising
 */
export function bucketMeans(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  ends: readonly number[],
  preceding: number,
): readonly number[] {
  return ends.map((end, bucket) => {
    let sum = 0;
    let weight = 0;
    for (let index = (ends[bucket - 1] ?? -1) + 1; index <= end; index += 1) {
      const width = x[index] - (index > 0 ? x[index - 1] : preceding);
      if (!Number.isFinite(y[index])) continue;
      sum += width * y[index];
      weight += width;
    }
    return weight > 0 ? sum / weight : Number.NaN;
  });
}
