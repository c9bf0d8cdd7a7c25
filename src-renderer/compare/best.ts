import { meaningOf } from '../../src-shared/metrics';
import { lastValueOf, type RunSummary } from '../../src-shared/runs/runs';
import { spreadOf } from '../../src-shared/study/study-results';
import { type DataOfRuns, whyUnranked } from './like-for-like';

/** What is compared: a run, or several whose mean counts. */
export interface ComparedColumn {
  readonly key: string;
  readonly runs: readonly RunSummary[];
}

export interface Best {
  readonly key: string;
  /** Which items say so: those of the score itself, or held-out ones, on which a choice flatters no test. */
  readonly by: 'itself' | 'validation';
}

/**
 * The column that leads by a score: of a test score the one that leads by the same score on validation items, where every
 * column has that and it ranks them. Undefined where none leads, no value is better, or they are not alike in what the score measures.
 */
export function bestOf(
  score: string,
  columns: readonly ComparedColumn[],
  dataOf: DataOfRuns = new Map(),
): Best | undefined {
  const onValidation = score.replace(/^test\./, 'validation.');
  const isHeldOut =
    onValidation !== score &&
    isRanked(onValidation, columns, dataOf) &&
    columns.every(({ runs }) => meanOf(onValidation, runs) !== undefined);
  const key = leader(isHeldOut ? onValidation : score, columns, dataOf);
  return key === undefined ? undefined : { key, by: isHeldOut ? 'validation' : 'itself' };
}

function leader(score: string, columns: readonly ComparedColumn[], dataOf: DataOfRuns): string | undefined {
  const { better } = meaningOf(score);
  if (better === 'neither' || !isRanked(score, columns, dataOf) || columns.length < 2) return undefined;
  const sign = better === 'higher' ? 1 : -1;
  const ranked = columns
    .flatMap(({ key, runs }) => {
      const mean = meanOf(score, runs);
      return mean === undefined ? [] : [{ key, score: sign * mean }];
    })
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  return first && second && first.score > second.score ? first.key : undefined;
}

function isRanked(score: string, columns: readonly ComparedColumn[], dataOf: DataOfRuns): boolean {
  return (
    whyUnranked(
      score,
      columns.map(({ runs }) => runs),
      dataOf,
    ) === ''
  );
}

function meanOf(score: string, runs: readonly RunSummary[]): number | undefined {
  return spreadOf(runs.map((run) => lastValueOf(run, score)).filter((value) => Number.isFinite(value)))?.mean;
}
