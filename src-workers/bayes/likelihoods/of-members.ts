import type { Likelihood } from './likelihood';

/** A likelihood of which each of so many members has parameters of its own, [members, ...shape]. */
export function ofMembers(likelihood: Likelihood, members: number): Likelihood {
  return {
    ...likelihood,
    parameters: likelihood.parameters.map((parameter) => ({
      ...parameter,
      shape: [members, ...parameter.shape],
    })),
  };
}
