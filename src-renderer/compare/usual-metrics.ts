import { isOver, type RunSummary } from '../../src-shared/runs';
import { namesClasses } from '../runs/describe';

/**
 * The metrics whose curves a comparison opens with: the training loss, and the validation score of each kind of run,
 * which is the accuracy of classes and the RMSE of numbers. A score that no run has, nor can still get, is left out.
 */
export function usualMetrics(runs: readonly RunSummary[]): readonly string[] {
  const scores = runs.flatMap((run) => {
    const score = namesClasses(run.experiment) ? 'validation.accuracy' : 'validation.rmse';
    return !isOver(run.status) || run.metrics[score] !== undefined ? [score] : [];
  });
  return ['train.loss', ...[...new Set(scores)].sort()];
}
