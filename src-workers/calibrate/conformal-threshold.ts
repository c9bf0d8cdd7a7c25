import { BadInputError } from '../../src-shared/errors';

/** Rounding of a product of a count and a share: far below one item, far above double precision. */
const rounding = 1e-9;

/**
 * The threshold of split-conformal prediction: of n scores of held-out items the ceil((n + 1) coverage)-th smallest. A new,
 * exchangeable item's score is not above it with at least the probability `coverage` (Vovk et al. 2005; Lei et al. 2018).
 * @param items as a person counts them, as "validation items"
 * @throws BadInputError where there are too few scores for any of them to promise that coverage
 */
export function conformalThreshold(scores: Float64Array, coverage: number, items: string): number {
  const rank = Math.ceil((scores.length + 1) * coverage - rounding);
  if (rank > scores.length) {
    const needed = Math.ceil(coverage / (1 - coverage) - rounding);
    throw new BadInputError(
      `coverage: ${coverage} takes at least ${needed} ${items}, and the run has ${scores.length}; ask for less coverage, or train with a larger data.validationFraction.`,
    );
  }
  return scores.slice().sort()[rank - 1];
}
