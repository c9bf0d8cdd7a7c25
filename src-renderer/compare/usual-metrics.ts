import type { Experiment } from '../../src-shared/experiment/experiment';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';
import { hasHeads, namesClasses } from '../runs/describe';

/**
 * The metrics whose curves a comparison opens with: the training loss, and the validation score of each kind of run,
 * which is the accuracy of classes and the RMSE of numbers. A score that no run has, nor can still get, is left out.
 */
export function usualMetrics(runs: readonly RunSummary[]): readonly string[] {
  const scores = runs.flatMap((run) => {
    const score = usualScore(run.experiment);
    return !isOver(run.status) || run.metrics[score] !== undefined ? [score] : [];
  });
  return ['train.loss', ...[...new Set(scores)].sort()];
}

/** Several heads have but their likelihood in common. */
function usualScore(experiment: Experiment): string {
  if (hasHeads(experiment)) return 'validation.nll';
  return namesClasses(experiment) ? 'validation.accuracy' : 'validation.rmse';
}
