import type { OpenRun } from '../store/run-changes';

/**
 * The queued runs that may start now, oldest first: none of their devices is held by a run in progress or wanted by
 * an older run in the queue. `open` is ordered oldest first.
 */
export function startableRuns(open: readonly OpenRun[]): readonly string[] {
  const taken = new Set(open.filter((run) => run.status !== 'queued').flatMap((run) => run.devices));
  const startable: string[] = [];
  for (const run of open.filter(({ status }) => status === 'queued')) {
    if (!run.devices.some((device) => taken.has(device))) startable.push(run.id);
    for (const device of run.devices) taken.add(device);
  }
  return startable;
}
