/**
 * What the marginal likelihood hangs on, in coordinates in which the prior is standard normal (MacKay 1992; Immer et al.,
 * arXiv 2104.04975).
 */
export interface EvidenceTerms {
  /** Of the loss's curvature at noise 1 (of classes: the curvature itself). */
  readonly eigenvalues: Float64Array;
  /** Of the weights. */
  readonly squaredNorm: number;
  /** Half the squared error, or the negative log-likelihood of classes. */
  readonly loss: number;
  /** Values that are known; 0 of classes, which have no noise. */
  readonly known: number;
}

/** The prior's precision in times of the one that the coordinates are scaled by, and 1 / the noise's variance. */
export interface Precisions {
  readonly prior: number;
  /** 1 of classes. */
  readonly noise: number;
}

/** Precisions outside of these say that there is no maximum. */
const [leastPrecision, mostPrecision] = [1e-8, 1e8];
const mostRounds = 2000;
const tolerance = 1e-10;

/** log p(data) of Laplace's approximation, in nats. */
export function logEvidence(terms: EvidenceTerms, { prior, noise }: Precisions): number {
  const { eigenvalues, squaredNorm, loss, known } = terms;
  const ofNoise = (known / 2) * Math.log(noise / (2 * Math.PI));
  let occam = 0;
  for (const value of eigenvalues) occam += Math.log1p((noise * Math.max(0, value)) / prior);
  return ofNoise - noise * loss - 0.5 * (prior * squaredNorm + occam);
}

/** How many weights the data determine: the sum of noise λ / (noise λ + prior). */
export function effectiveWeights({ eigenvalues }: EvidenceTerms, { prior, noise }: Precisions): number {
  let sum = 0;
  for (const value of eigenvalues) sum += (noise * Math.max(0, value)) / (noise * Math.max(0, value) + prior);
  return sum;
}

/**
 * The precisions of the largest evidence, by MacKay's fixed point: prior = γ / |w|², noise = (known - γ) / squared error,
 * γ being the weights that the data determine.
 * @param free which of them are looked for; others stay as they start
 */
export function bestPrecisions(
  terms: EvidenceTerms,
  start: Precisions,
  free: { readonly prior: boolean; readonly noise: boolean },
): Precisions {
  let now = start;
  for (let round = 0; round < mostRounds; round += 1) {
    const determined = effectiveWeights(terms, now);
    const next = {
      prior: free.prior ? bounded(determined / terms.squaredNorm) : now.prior,
      noise: free.noise ? bounded((terms.known - determined) / (2 * terms.loss)) : now.noise,
    };
    const change = Math.abs(Math.log(next.prior / now.prior)) + Math.abs(Math.log(next.noise / now.noise));
    now = next;
    if (change < tolerance) break;
  }
  return now;
}

function bounded(precision: number): number {
  return Number.isNaN(precision)
    ? mostPrecision
    : Math.min(mostPrecision, Math.max(leastPrecision, precision));
}
