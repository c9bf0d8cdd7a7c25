import { extremeIndices } from './metric-block';

/**
 * At most about `points` of a curve's points, by index, in their order: of each of equally wide buckets of x the
 * lowest, the highest and the first that is not finite, so that a spike of one step stays where it was.
 */
export function reducedIndices(x: ArrayLike<number>, y: ArrayLike<number>, points: number): number[] {
  if (x.length <= points) return Array.from({ length: x.length }, (_, index) => index);
  const buckets = Math.max(1, Math.floor(points / (hasNotFinite(y) ? 3 : 2)));
  const kept: number[] = [];
  let first = 0;
  const bucketOf = bucketsOver(x, buckets);
  for (let index = 1; index <= x.length; index += 1) {
    if (index < x.length && bucketOf(x[index]) === bucketOf(x[first])) continue;
    kept.push(...extremeIndices(y, first, index));
    first = index;
  }
  return kept;
}

function bucketsOver(x: ArrayLike<number>, buckets: number): (place: number) => number {
  const low = x[0];
  const width = (x[x.length - 1] - low) / buckets;
  // All at one place: nothing to tell apart.
  if (!(width > 0)) return () => 0;
  return (place) => Math.min(buckets - 1, Math.floor((place - low) / width));
}

function hasNotFinite(y: ArrayLike<number>): boolean {
  for (let index = 0; index < y.length; index += 1) if (!Number.isFinite(y[index])) return true;
  return false;
}
