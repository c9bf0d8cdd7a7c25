import { hasRoom } from '../../../src-shared/devices/device-sharing';
import type { OpenRun } from '../../store/run-changes';

/**
 * The queued runs that may start now, oldest first: each of their devices has room beside the runs in progress and the older
 * runs in the queue. `open` is ordered oldest first.
 */
export function startableRuns(open: readonly OpenRun[]): readonly string[] {
  const holders = new Map<string, readonly number[]>();
  const take = ({ devices, share }: OpenRun) => {
    for (const device of devices) holders.set(device, [...(holders.get(device) ?? []), share]);
  };
  for (const run of open) if (run.status !== 'queued') take(run);
  return open.flatMap((run) => {
    if (run.status !== 'queued') return [];
    const mayStart = run.devices.every((device) => hasRoom(holders.get(device) ?? [], run.share));
    take(run);
    return mayStart ? [run.id] : [];
  });
}
