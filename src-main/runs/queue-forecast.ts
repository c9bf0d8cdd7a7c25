import type { Experiment } from '../../src-shared/experiment/experiment';
import type { Queue, QueueEntry } from '../../src-shared/run-queue';
import { tookSeconds } from '../../src-shared/run-time';
import type { RunSummary } from '../../src-shared/runs';

/** A run that is not over, with what is known of its length. */
export interface QueuedRun {
  readonly summary: RunSummary;
  readonly own: boolean;
  /** Of training; undefined where nothing is known. */
  readonly secondsLeft: number | undefined;
}

/**
 * The queue with its times: each run starts when the last of its devices is let go by the runs before it. What is not
 * known of one run is not known of those that wait for it. `runs` are in the queue's order.
 */
export function forecastQueue(runs: readonly QueuedRun[]): Queue {
  const holds = runs.filter(({ summary }) => summary.status !== 'queued');
  const waits = runs.filter(({ summary }) => summary.status === 'queued');
  // Seconds until each device is free; NaN where that cannot be told.
  const free = new Map<string, number>();
  const ends: number[] = [];
  const entries = [...holds, ...waits].map((run): QueueEntry => {
    const { devices } = run.summary.experiment.parallel;
    const waitsFor = run.summary.status === 'queued' ? devices.filter((device) => free.has(device)) : [];
    const start = Math.max(0, ...waitsFor.map((device) => free.get(device) ?? 0));
    const end = start + (run.secondsLeft ?? Number.NaN);
    for (const device of devices) free.set(device, end);
    ends.push(end);
    return entryOf(run, waitsFor, start);
  });
  const last = Math.max(0, ...ends);
  return { entries, ...(Number.isNaN(last) ? {} : { secondsLeft: last }) };
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
    ...(Number.isNaN(start) ? {} : { secondsUntilStart: start }),
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
  const paces = secondsPerEpoch(list.filter(({ status }) => status === 'finished').slice(0, pastRuns));
  const runs = open.flatMap(({ id }) => byId.get(id) ?? []);
  return forecastQueue(
    runs.map((summary) => ({ summary, own: owns(summary.id), secondsLeft: secondsLeftOf(summary, paces) })),
  );
}

/** By its own pace, or by that of the last finished run of the same kind. */
function secondsLeftOf(run: RunSummary, paces: ReadonlyMap<string, number>): number | undefined {
  const { epochs } = run.experiment.training;
  const pace = paces.get(kindOf(run.experiment));
  return run.progress?.secondsLeft ?? (pace === undefined ? undefined : pace * epochs);
}

function secondsPerEpoch(finished: readonly RunSummary[]): ReadonlyMap<string, number> {
  const paces = new Map<string, number>();
  for (const run of [...finished].reverse()) {
    const seconds = tookSeconds(run);
    if (seconds !== undefined) paces.set(kindOf(run.experiment), seconds / run.experiment.training.epochs);
  }
  return paces;
}

/** So many finished runs are looked at, the last first. */
const pastRuns = 500;

/**
 * Equal for experiments whose epochs take equally long: all but the name, the seed and the number of epochs. Where the
 * least steps decide how many there are, they are the same only with the same settings.
 */
function kindOf({ data, model, inference, training, parallel }: Experiment): string {
  return JSON.stringify([
    data,
    model,
    inference,
    { ...training, epochs: training.leastSteps > 0 ? training.epochs : 0 },
    parallel,
  ]);
}
