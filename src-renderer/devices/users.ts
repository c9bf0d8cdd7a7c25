import { hasRoom } from '../../src-shared/devices/device-sharing';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';

/** Which runs hold each device now; runs that wait hold none. */
export function deviceUsers(runs: readonly RunSummary[]): ReadonlyMap<string, readonly RunSummary[]> {
  const users = new Map<string, readonly RunSummary[]>();
  for (const run of runs.filter(({ status }) => status !== 'queued' && !isOver(status)))
    for (const id of run.experiment.parallel.devices) users.set(id, [...(users.get(id) ?? []), run]);
  return users;
}

/**
 * Who holds those of these devices that have no room for one more run, as a sentence: `“A” holds cpu:0; “B” holds cpu:1`. Empty
 * where all have.
 * @param share how many runs at once that one allows
 */
export function holdersOf(devices: readonly string[], runs: readonly RunSummary[], share = 1): string {
  const users = deviceUsers(runs);
  const full = devices.filter((id) => !hasRoom((users.get(id) ?? []).map(shareOf), share));
  const holders = [...new Set(full.flatMap((id) => users.get(id) ?? []))];
  return holders
    .map((run) => {
      const held = full.filter((id) => users.get(id)?.includes(run));
      return `“${run.experiment.name}” holds ${held.join(', ')}`;
    })
    .join('; ');
}

function shareOf({ experiment }: RunSummary): number {
  return experiment.parallel.share ?? 1;
}
