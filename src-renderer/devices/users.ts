import { isOver, type RunSummary } from '../../src-shared/runs';

/** Which run holds each device now; runs that wait hold none. */
export function deviceUsers(runs: readonly RunSummary[]): ReadonlyMap<string, RunSummary> {
  const holding = runs.filter(({ status }) => status !== 'queued' && !isOver(status));
  return new Map(holding.flatMap((run) => run.experiment.parallel.devices.map((id) => [id, run] as const)));
}
