import { dataFacts, targetUnitOf } from '../experiment/data';
import type { RunSummary } from './runs';

/** What scores in the unit of what is predicted are in, as a chart’s axis says it. */
export function scoreUnitOf({
  experiment: { data },
  metrics,
}: Pick<RunSummary, 'experiment' | 'metrics'>): string {
  return (
    targetUnitOf(data) ?? (hasManyTargets(data, metrics) ? 'spreads of the targets' : 'unit of the target')
  );
}

/** Several targets have several units, and their scores are pooled in spreads. How many an array has only its scores tell. */
export function hasManyTargets(
  data: RunSummary['experiment']['data'],
  metrics: RunSummary['metrics'],
): boolean {
  return (
    dataFacts(data).hasManyTargets(data) ||
    Object.keys(metrics).some((name) => /^(test|validation)\.rmse\./.test(name))
  );
}
