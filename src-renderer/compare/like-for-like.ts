import { lastValueOf, type RunSummary } from '../../src-shared/runs/runs';

/** In which settings runs must be alike for one of their scores to rank them. */
interface Need {
  /** What differs, as a person says it. */
  readonly name: string;
  readonly of: (run: RunSummary) => unknown;
}

const sameData: Need = { name: 'data', of: ({ experiment }) => experiment.data };

/** Where weights start is no part of what training minimises; all else of the inference is. */
const sameObjective: Need = {
  name: 'objectives',
  of: ({ experiment }) => ({ ...experiment.inference, posteriorStd: 0, initialisation: '' }),
};

/** A network with more weights pays more divergence for the same fit. */
const sameNetwork: Need = { name: 'networks', of: ({ experiment }) => experiment.model };

/**
 * Why a score does not rank these runs: it was measured on other data, or training minimised something else,
 * of another network.
 * Empty where it does. Only runs that have the score count.
 */
export function whyUnranked(score: string, runs: readonly RunSummary[]): string {
  const measured = runs.filter((run) => lastValueOf(run, score) !== undefined);
  const needs = score.startsWith('train.') ? [sameData, sameObjective, sameNetwork] : [sameData];
  const differ = needs.filter(({ of }) => new Set(measured.map((run) => JSON.stringify(of(run)))).size > 1);
  return differ.length === 0 ? '' : `not ranked: different ${differ.map(({ name }) => name).join(' and ')}`;
}
