/** Some of a run's particles: a device's. */
export interface OwnParticles {
  readonly first: number;
  readonly count: number;
}

/**
 * Squared distances of a device's particles to others, each pair computed by one device alone: the sum of all devices'
 * matrices is half of the whole one, whose other half is zero.
 * @param positions of particle j
 * @returns [particles, particles]
 */
export function ownDistances(
  { first, count }: OwnParticles,
  all: number,
  positions: (particle: number) => Float32Array,
): Float32Array {
  const distances = new Float32Array(all * all);
  for (let one = first; one < first + count; one += 1)
    for (let other = 0; other < all; other += 1)
      if (isOfFirst(one, other))
        distances[one * all + other] = squaredDistance(positions(one), positions(other));
  return distances;
}

/** Which of a pair computes it: in turn the lower and the higher number, so that devices have equal parts. */
function isOfFirst(one: number, other: number): boolean {
  return one !== other && ((one + other) % 2 === 0 ? one < other : one > other);
}

function squaredDistance(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at += 1) sum += (one[at] - other[at]) ** 2;
  return sum;
}

/**
 * The kernel k(x_i, x_j) = exp(-|x_i - x_j|^2 / h) of all particles.
 * @param distances as all devices' halves add up
 * @param bandwidth h; without it med^2 / ln n, med being the median of the n (n - 1) / 2 distances (Liu and Wang 2016, section 5)
 */
export function kernelOf(
  distances: Float32Array,
  all: number,
  bandwidth?: number,
): { readonly kernel: Float64Array; readonly bandwidth: number } {
  const between = (one: number, other: number) => distances[one * all + other] + distances[other * all + one];
  const h = bandwidth ?? medianBandwidth(distances, all);
  const kernel = Float64Array.from({ length: all * all }, (_, at) =>
    Math.exp(-between(Math.floor(at / all), at % all) / h),
  );
  return { kernel, bandwidth: h };
}

function medianBandwidth(distances: Float32Array, all: number): number {
  const pairs: number[] = [];
  for (let one = 0; one < all; one += 1)
    for (let other = 0; other < one; other += 1)
      pairs.push(Math.sqrt(distances[one * all + other] + distances[other * all + one]));
  pairs.sort((a, b) => a - b);
  const middle = pairs.length / 2;
  const median = (pairs[Math.ceil(middle) - 1] + pairs[Math.floor(middle)]) / 2;
  // Particles at one place have no distance to speak of; any bandwidth leaves them there.
  return median === 0 ? 1 : median ** 2 / Math.log(all);
}
