import { hasRoom } from '../../../src-shared/devices/device-sharing';
import type { Queue, QueueEntry } from '../../../src-shared/runs/run-queue';
import type { RunSummary } from '../../../src-shared/runs/runs';
import { kindOf, type PastPace, pastPaces } from './past-paces';

/** A run that is not over, with what is known of its length. */
export interface QueuedRun {
  readonly summary: RunSummary;
  readonly own: boolean;
  /** Of training; undefined where nothing is known. */
  readonly secondsLeft: number | undefined;
}

/** A run on a device: how many it allows there at once, and the seconds until it lets go; infinite where that cannot be told. */
interface Hold {
  readonly share: number;
  readonly end: number;
}

/**
 * The queue with its times: each run starts when the last of its devices has room beside the runs before it. What is not
 * known of one run is not known of those that wait for it. `runs` are in the queue's order.
 */
export function forecastQueue(runs: readonly QueuedRun[]): Queue {
  const inProgress = runs.filter(({ summary }) => summary.status !== 'queued');
  const waiting = runs.filter(({ summary }) => summary.status === 'queued');
  const holds = new Map<string, readonly Hold[]>();
  const ends: number[] = [];
  const entries = [...inProgress, ...waiting].map((run): QueueEntry => {
    const { devices, share = 1 } = run.summary.experiment.parallel;
    const isWaiting = run.summary.status === 'queued';
    const waitsFor = devices.filter((id) => isWaiting && !isRoomy(holds.get(id) ?? [], share));
    const start = Math.max(0, ...waitsFor.map((id) => roomFrom(holds.get(id) ?? [], share)));
    const end = start + (run.secondsLeft ?? Number.POSITIVE_INFINITY);
    for (const id of devices) holds.set(id, [...(holds.get(id) ?? []), { share, end }]);
    ends.push(end);
    return entryOf(run, waitsFor, start);
  });
  const last = Math.max(0, ...ends);
  return { entries, ...(Number.isFinite(last) ? { secondsLeft: last } : {}) };
}

/** Seconds until a device has room for a run that allows `share` at once there: the first to end lets go first. */
function roomFrom(holds: readonly Hold[], share: number): number {
  const [first, ...others] = [...holds].sort((a, b) => a.end - b.end);
  if (!first || isRoomy(holds, share)) return 0;
  return Math.max(first.end, roomFrom(others, share));
}

function isRoomy(holds: readonly Hold[], share: number): boolean {
  return hasRoom(
    holds.map((hold) => hold.share),
    share,
  );
}

function entryOf(
  { summary, own, secondsLeft }: QueuedRun,
  waitsFor: readonly string[],
  start: number,
): QueueEntry {
  const { id, status, experiment } = summary;
  return {
    runId: id,
    name: experiment.name,
    state: status === 'queued' ? 'waiting' : status === 'paused' ? 'paused' : 'running',
    devices: experiment.parallel.devices,
    waitsFor,
    ...(Number.isFinite(start) ? { secondsUntilStart: start } : {}),
    ...(secondsLeft === undefined ? {} : { secondsLeft }),
    own,
  };
}

/** The queue as it stands. `list` are the runs, newest first; `owns` tells those of this process. */
export function readQueue(
  open: readonly { readonly id: string }[],
  list: readonly RunSummary[],
  owns: (runId: string) => boolean,
): Queue {
  const byId = new Map(list.map((run) => [run.id, run]));
  const paces = pastPaces(list);
  const runs = open.flatMap(({ id }) => byId.get(id) ?? []);
  return forecastQueue(
    runs.map((summary) => ({ summary, own: owns(summary.id), secondsLeft: secondsLeftOf(summary, paces) })),
  );
}

/** By its own pace, or by that of the last finished run of the same kind. */
function secondsLeftOf(run: RunSummary, paces: ReadonlyMap<string, PastPace>): number | undefined {
  const pace = paces.get(kindOf(run.experiment));
  return run.progress?.secondsLeft ?? (pace && pace.lastSecondsPerEpoch * run.experiment.training.epochs);
}
