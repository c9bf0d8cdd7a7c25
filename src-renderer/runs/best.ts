import { meaningOf } from '../../src-shared/metrics';
import type { RunSummary } from '../../src-shared/runs';

/** The id of the run with the best finite value of a metric; undefined where none leads, or no value is better. */
export function bestOf(name: string, runs: readonly RunSummary[]): string | undefined {
  const { better } = meaningOf(name);
  if (better === 'neither') return undefined;
  const sign = better === 'higher' ? 1 : -1;
  const ranked = runs
    .map((run) => ({ id: run.id, score: sign * (run.metrics[name] ?? Number.NaN) }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score);
  const [first, second] = ranked;
  return first && second && first.score > second.score ? first.id : undefined;
}
