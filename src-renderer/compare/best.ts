import { meaningOf } from '../../src-shared/metrics';
import { lastValueOf, type RunSummary } from '../../src-shared/runs/runs';
import { whyUnranked } from './like-for-like';

/**
 * The id of the run with the best finite value of a metric; undefined where none leads, no value is better, or the
 * runs are not alike in what the metric measures.
 */
export function bestOf(name: string, runs: readonly RunSummary[]): string | undefined {
  const { better } = meaningOf(name);
  if (better === 'neither' || whyUnranked(name, runs) !== '') return undefined;
  const sign = better === 'higher' ? 1 : -1;
  const ranked = runs
    .map((run) => ({ id: run.id, score: sign * (lastValueOf(run, name) ?? Number.NaN) }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  return first && second && first.score > second.score ? first.id : undefined;
}
