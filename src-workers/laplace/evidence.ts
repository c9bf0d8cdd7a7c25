/** Weights whose prior has one precision. */
export interface WeightGroup {
  /** Of the loss's curvature at noise 1 (of classes: the curvature itself). */
  readonly eigenvalues: Float64Array;
  /** Of the weights. */
  readonly squaredNorm: number;
}

/**
 * What the marginal likelihood hangs on, in coordinates in which the prior is standard normal (MacKay 1992; Immer et al.,
 * arXiv 2104.04975).
 */
export interface EvidenceTerms {
  readonly groups: readonly WeightGroup[];
  /** Half the squared error, in units of `noise` (below), or the negative log-likelihood of classes. */
  readonly loss: number;
  /** Values that are known; 0 of classes, which have no noise. */
  readonly known: number;
  /** Sum over these of the logarithm of the standard deviation that the noise is told in units of; 0 where that is 1. */
  readonly logStds: number;
}

export interface Precisions {
  /** Of the prior of each group, in times of the one that the coordinates are scaled by. */
  readonly priors: readonly number[];
  /** 1 / the noise's variance, in units of what the curvature is told at; 1 of classes. */
  readonly noise: number;
}

/** Precisions outside of these say that there is no maximum. */
const [leastPrecision, mostPrecision] = [1e-8, 1e8];
const mostRounds = 2000;
const tolerance = 1e-10;

/** log p(data) of Laplace's approximation, in nats. */
export function logEvidence(
  { groups, loss, known, logStds }: EvidenceTerms,
  { priors, noise }: Precisions,
): number {
  const ofNoise = (known / 2) * Math.log(noise / (2 * Math.PI)) - logStds;
  let penalty = 0;
  groups.forEach(({ eigenvalues, squaredNorm }, group) => {
    penalty += priors[group] * squaredNorm;
    for (const value of eigenvalues) penalty += Math.log1p((noise * Math.max(0, value)) / priors[group]);
  });
  return ofNoise - noise * loss - 0.5 * penalty;
}

/** How many weights the data determine: the sum of noise λ / (noise λ + prior). */
export function effectiveWeights({ groups }: EvidenceTerms, { priors, noise }: Precisions): number {
  return groups.reduce((sum, group, index) => sum + determinedOf(group, priors[index], noise), 0);
}

function determinedOf({ eigenvalues }: WeightGroup, prior: number, noise: number): number {
  let sum = 0;
  for (const value of eigenvalues) sum += (noise * Math.max(0, value)) / (noise * Math.max(0, value) + prior);
  return sum;
}

/**
 * The precisions of the largest evidence, by MacKay's fixed point: prior = γ / |w|² of each group, noise = (known - Σγ) / squared
 * error, γ being the weights that the data determine.
 * @param free which of them are looked for; others stay as they start
 */
export function bestPrecisions(
  terms: EvidenceTerms,
  start: Precisions,
  free: { readonly prior: boolean; readonly noise: boolean },
): Precisions {
  let now = start;
  for (let round = 0; round < mostRounds; round += 1) {
    const { priors, noise } = now;
    const determined = terms.groups.map((group, index) => determinedOf(group, priors[index], noise));
    const all = determined.reduce((sum, count) => sum + count, 0);
    const next = {
      priors: free.prior
        ? terms.groups.map(({ squaredNorm }, index) => bounded(determined[index] / squaredNorm))
        : priors,
      noise: free.noise ? bounded((terms.known - all) / (2 * terms.loss)) : noise,
    };
    const changes = next.priors.map((prior, index) => Math.abs(Math.log(prior / priors[index])));
    now = next;
    if (Math.max(...changes, Math.abs(Math.log(next.noise / noise))) < tolerance) break;
  }
  return now;
}

function bounded(precision: number): number {
  return Number.isNaN(precision)
    ? mostPrecision
    : Math.min(mostPrecision, Math.max(leastPrecision, precision));
}
