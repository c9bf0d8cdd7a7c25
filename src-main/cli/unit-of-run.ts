import { targetUnitOf } from '../../src-shared/experiment/data';
import { isInTargetUnit, targetOfScore } from '../../src-shared/metrics';
import type { Api } from '../../src-shared/protocol/api';
import type { RunSummary } from '../../src-shared/runs/runs';
import { hasManyTargets } from '../../src-shared/runs/score-unit';

type Run = Pick<RunSummary, 'id' | 'experiment'>;

/** The unit of a score that is measured in whatever unit the target has; undefined where it is not known. */
export type UnitOfScore = (metric: string) => string | undefined;

/** What scores of several targets together are in, each target's by its own spread. */
const pooled = 'spreads of the targets';

/**
 * The unit of the value that a run predicts: as its settings tell it, or the cells of its file, which its predictions of test items
 * remember; undefined where neither does, or where it predicts several, which are scored in standard deviations of each.
 */
export async function unitOfRun(
  api: Pick<Api, 'predictions'>,
  { id, experiment }: Run,
): Promise<string | undefined> {
  const told = targetUnitOf(experiment.data);
  if (told !== undefined) return told;
  // Of classes, of runs that are not over and of those without test items there are none.
  const report = await api.predictions(id).catch(() => undefined);
  return report?.targetNames.length === 1 ? report.targetUnit : undefined;
}

/** The units of a run's scores as far as its settings and the names of the scores tell them, without a look at its files. */
export function toldUnits({ experiment, metrics }: Pick<RunSummary, 'experiment' | 'metrics'>): UnitOfScore {
  const unit = hasManyTargets(experiment.data, metrics) ? pooled : targetUnitOf(experiment.data);
  return (metric) => (targetOfScore(metric) === undefined ? unit : undefined);
}

/** The units of a run's scores: of one of several targets its own, as its cells or its file have it. */
export async function unitsOfRun(
  api: Pick<Api, 'predictions' | 'targetReports'>,
  run: Pick<RunSummary, 'id' | 'experiment' | 'metrics'>,
): Promise<UnitOfScore> {
  // Reports of fields have megabytes: they are read where a score needs them.
  const needing = Object.keys(run.metrics).filter(isInTargetUnit);
  if (needing.length === 0) return () => undefined;
  if (!hasManyTargets(run.experiment.data, run.metrics)) {
    const unit = await unitOfRun(api, run);
    return () => unit;
  }
  const { targets = [] } = (await api.targetReports(run.id).catch(() => undefined)) ?? {};
  const units = new Map(targets.map(({ name, predictions }) => [name, predictions?.targetUnit]));
  return (metric) => {
    const target = targetOfScore(metric);
    return target === undefined ? pooled : units.get(target);
  };
}
