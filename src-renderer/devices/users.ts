import { isOver, type RunSummary } from '../../src-shared/runs';

/** Which run holds each device now; runs that wait hold none. */
export function deviceUsers(runs: readonly RunSummary[]): ReadonlyMap<string, RunSummary> {
  const holding = runs.filter(({ status }) => status !== 'queued' && !isOver(status));
  return new Map(holding.flatMap((run) => run.experiment.parallel.devices.map((id) => [id, run] as const)));
}

/** Who holds some of these devices now, as a sentence: `“A” holds cpu:0; “B” holds cpu:1`. Empty where all are free. */
export function holdersOf(devices: readonly string[], runs: readonly RunSummary[]): string {
  const users = deviceUsers(runs);
  const holders = [...new Set(devices.flatMap((id) => users.get(id) ?? []))];
  return holders
    .map((run) => {
      const held = devices.filter((id) => users.get(id) === run);
      return `“${run.experiment.name}” holds ${held.join(', ')}`;
    })
    .join('; ');
}
