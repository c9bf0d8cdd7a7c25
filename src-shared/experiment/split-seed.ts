import { choiceOf } from './choice';
import { type DataSettings, dataChoices } from './data';
import type { Experiment } from './experiment';

/** What draws the splits of an experiment's data: a seed of their own where one is set, else the run's. */
export function splitSeedOf({ data, seed }: Pick<Experiment, 'data' | 'seed'>): number {
  return ('splitSeed' in data ? data.splitSeed : undefined) ?? seed;
}

/**
 * Whether the seed decides which items a split has: not where they come apart by time, by a column, in files, or as the data set has them. Of a column
 * that tells parts the file alone says whether it names rows that validate: as long as a share of them could be drawn, they count as drawn.
 */
export function isSplitDrawn(data: DataSettings, split: 'validation' | 'test'): boolean {
  const { fields } = choiceOf<(typeof dataChoices)[number]>(dataChoices, data.dataset, 'dataset');
  if (!('splitSeed' in fields) || (split === 'test' && isTestNamed(data))) return false;
  const share = `${split}Fraction` as const;
  return share in data && (data as Readonly<Record<string, unknown>>)[share] !== 0;
}

function isTestNamed(data: DataSettings): boolean {
  return (
    ('splitColumn' in data && data.splitColumn !== undefined) ||
    ('testPath' in data && data.testPath !== undefined)
  );
}
