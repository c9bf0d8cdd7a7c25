import { targetUnitOf } from '../../src-shared/experiment/data';
import type { Api } from '../../src-shared/protocol/api';
import type { RunSummary } from '../../src-shared/runs/runs';

/**
 * The unit of the value that a run predicts: as its settings tell it, or the cells of its file, which its predictions of test items
 * remember; undefined where neither does, or where it predicts several, which are scored in standard deviations of each.
 */
export async function unitOfRun(
  api: Pick<Api, 'predictions'>,
  { id, experiment }: Pick<RunSummary, 'id' | 'experiment'>,
): Promise<string | undefined> {
  const told = targetUnitOf(experiment.data);
  if (told !== undefined) return told;
  // Of classes, of runs that are not over and of those without test items there are none.
  const report = await api.predictions(id).catch(() => undefined);
  return report?.targetNames.length === 1 ? report.targetUnit : undefined;
}
