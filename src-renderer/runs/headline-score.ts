import { targetUnitOf } from '../../src-shared/experiment/data';
import type { RunSummary } from '../../src-shared/runs/runs';
import { formatMetric } from '../ui/numbers';

/**
 * The one test score that says how a run went, in words with its unit: of classes the accuracy, of numbers the RMSE, of several targets
 * their joint NLL; undefined without scores.
 */
export function headlineScore({
  metrics,
  experiment,
}: Pick<RunSummary, 'metrics' | 'experiment'>): string | undefined {
  const accuracy = metrics['test.accuracy'];
  if (accuracy !== undefined) return `accuracy ${formatMetric('accuracy', accuracy)}`;
  const rmse = metrics['test.rmse'];
  if (rmse !== undefined) return `RMSE ${formatMetric('rmse', rmse, targetUnitOf(experiment.data))}`;
  const nll = metrics['test.nll'];
  return nll === undefined ? undefined : `NLL ${formatMetric('test.nll', nll)}`;
}
