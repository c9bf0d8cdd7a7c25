/**
 * The continuous ranked probability score of the equal mixture of Gaussians around `means` (Grimit et al. 2006):
 * mean_i E|N(y - m_i, s_i^2)| - 0.5 mean_ij E|N(m_i - m_j, s_i^2 + s_j^2)|.
 * @param stds one a mean, above 0
 * @returns in the units of y
 */
export function mixtureCrps(means: ArrayLike<number>, stds: ArrayLike<number>, truth: number): number {
  const count = means.length;
  let distance = 0;
  let spread = 0;
  for (let first = 0; first < count; first += 1) {
    const std = stds[first];
    distance += std * meanDistance((truth - means[first]) / std);
    // Each member with itself; the others come in twos.
    spread += Math.SQRT2 * std * meanDistance(0);
    for (let second = 0; second < first; second += 1) {
      const pairStd = Math.sqrt(std * std + stds[second] * stds[second]);
      spread += 2 * pairStd * meanDistance((means[first] - means[second]) / pairStd);
    }
  }
  return distance / count - (0.5 * spread) / (count * count);
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
