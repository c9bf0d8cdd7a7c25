/**
 * The continuous ranked probability score of the equal mixture of Gaussians around `means`, all with the same standard
 * deviation (Grimit et al. 2006): mean_i E|N(y - m_i, s^2)| - 0.5 mean_ij E|N(m_i - m_j, 2 s^2)|.
 * @param std above 0
 * @returns in the units of y
 */
export function mixtureCrps(means: ArrayLike<number>, std: number, truth: number): number {
  const count = means.length;
  const pairStd = Math.SQRT2 * std;
  let distance = 0;
  // Each member with itself; the others come in twos.
  let spread = count * meanDistance(0);
  for (let first = 0; first < count; first += 1) {
    distance += meanDistance((truth - means[first]) / std);
    for (let second = 0; second < first; second += 1)
      spread += 2 * meanDistance((means[first] - means[second]) / pairStd);
  }
  return (std * distance) / count - (0.5 * pairStd * spread) / (count * count);
}

const nodesPerUnit = 128;
/** From here on the mean distance is the shift itself, to 1e-10. */
const reach = 6.5;
const nodes = Array.from({ length: reach * nodesPerUnit + 1 }, (_, node) =>
  shiftedNormal(node / nodesPerUnit),
);
const distances = Float64Array.from(nodes, ({ distance }) => distance);
const slopes = Float64Array.from(nodes, ({ slope }) => slope / nodesPerUnit);

/**
 * E|Z + shift| of a standard normal Z, to 1e-10. A score of S samples needs S^2 / 2 of them for each value, so they
 * are cubic interpolations between nodes.
 */
export function meanDistance(shift: number): number {
  const size = Math.abs(shift);
  if (!(size < reach)) return size;
  const position = size * nodesPerUnit;
  const node = Math.floor(position);
  const along = position - node;
  const back = 1 - along;
  return (
    back * back * ((1 + 2 * along) * distances[node] + along * slopes[node]) +
    along * along * ((1 + 2 * back) * distances[node + 1] - back * slopes[node + 1])
  );
}

/** 2 phi(u) + u (2 Phi(u) - 1) and its slope 2 Phi(u) - 1, by the series of Marsaglia (2004) for Phi. */
function shiftedNormal(u: number): { readonly distance: number; readonly slope: number } {
  const density = Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI);
  let term = u;
  let series = 0;
  for (let odd = 3; series + term !== series; odd += 2) {
    series += term;
    term *= (u * u) / odd;
  }
  const slope = 2 * density * series;
  return { distance: 2 * density + u * slope, slope };
}
