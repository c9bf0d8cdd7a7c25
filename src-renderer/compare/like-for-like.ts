import { type DataFingerprint, dataChanges } from '../../src-shared/data/data-fingerprint';
import { itemSettings, likelihoodWeightsOf, settingsText } from '../../src-shared/experiment/same-settings';
import { isSplitDrawn, splitSeedOf } from '../../src-shared/experiment/split-seed';
import { lastValueOf, type RunSummary } from '../../src-shared/runs/runs';

/** In which settings runs must be alike for one of their scores to rank them. */
interface Need {
  /** What differs, as a person says it. */
  readonly name: string;
  readonly of: (run: RunSummary) => unknown;
}

const sameData: Need = { name: 'data', of: ({ experiment }) => itemSettings(experiment.data) };

/** Where weights start is no part of what training minimises; all else of the inference is, and what items and cells count. */
const sameObjective: Need = {
  name: 'objectives',
  of: ({ experiment: { inference, data } }) => [
    { ...inference, posteriorStd: 0, initialisation: '' },
    likelihoodWeightsOf(data),
  ],
};

/** A network with more weights pays more divergence for the same fit. */
const sameNetwork: Need = { name: 'networks', of: ({ experiment }) => experiment.model };

/** Which bytes the data of runs were read from, by the runs' ids, where that is known. */
export type DataOfRuns = ReadonlyMap<string, DataFingerprint>;

/** The same settings may have named other files: a table is written anew between two runs. */
function haveOtherFiles(runs: readonly RunSummary[], dataOf: DataOfRuns): boolean {
  const [first, ...others] = runs.flatMap(({ id }) => dataOf.get(id) ?? []);
  return first !== undefined && others.some((other) => dataChanges(first, other).length > 0);
}

/** Scores on items that each seed draws for itself say as much of the items as of the runs. */
function splitOf(split: 'validation' | 'test'): (run: RunSummary) => number | undefined {
  return ({ experiment }) => (isSplitDrawn(experiment.data, split) ? splitSeedOf(experiment) : undefined);
}

const ofTheSplit: Readonly<Record<string, (run: RunSummary) => number | undefined>> = {
  validation: splitOf('validation'),
  test: splitOf('test'),
};

/**
 * Why a score does not rank these columns: it was measured on other data or other items of them, or training minimised
 * something else, of another network. Empty where it does. Only runs that have the score count.
 * @param columns of one run each, or of several whose mean ranks
 */
export function whyUnranked(
  score: string,
  columns: readonly (readonly RunSummary[])[],
  dataOf: DataOfRuns = new Map(),
): string {
  const measured = columns.map((runs) => runs.filter((run) => lastValueOf(run, score) !== undefined));
  const runs = measured.flat();
  const needs = score.startsWith('train.') ? [sameData, sameObjective, sameNetwork] : [sameData];
  const differ = needs
    .filter(({ of }) => new Set(runs.map((run) => settingsText(of(run)))).size > 1)
    .map(({ name }) => name);
  if (!differ.includes(sameData.name) && haveOtherFiles(runs, dataOf))
    differ.push('content of the data files');
  if (differ.length === 0 && hasOtherSplits(score, measured)) differ.push('splits, each seed draws its own');
  return differ.length === 0 ? '' : `not ranked: different ${differ.join(' and ')}`;
}

/** Means over the same seeds are over the same splits. */
function hasOtherSplits(score: string, columns: readonly (readonly RunSummary[])[]): boolean {
  const splitOfRun = ofTheSplit[score.split('.')[0] ?? ''];
  if (!splitOfRun) return false;
  const splits = columns.filter(({ length }) => length > 0).map((runs) => runs.map(splitOfRun).sort().join());
  return new Set(splits).size > 1;
}
