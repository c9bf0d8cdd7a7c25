import type { QueueEntry } from '../../src-shared/runs/run-queue';
import { isOver, type RunSummary } from '../../src-shared/runs/runs';

/** What a piece of a run's time is: what has been, what is expected, or a pause in which it holds its devices. */
export type BarKind = 'over' | 'done' | 'paused' | 'expected';

/** A piece of a run's time on one device. */
export interface TimelineBar {
  readonly runId: string;
  readonly name: string;
  readonly kind: BarKind;
  /** Milliseconds since the Unix epoch, within the shown time. */
  readonly from: number;
  readonly to: number;
  /** Whether nobody knows when it ends: it reaches to the edge. */
  readonly isOpen: boolean;
  /** Runs that are on a device at once lie in rows of their own. */
  readonly row: number;
}

export interface TimelineLane {
  readonly device: string;
  readonly rows: number;
  readonly bars: readonly TimelineBar[];
}

export interface DeviceTimeline {
  readonly from: number;
  readonly to: number;
  readonly lanes: readonly TimelineLane[];
  /** Devices on which nothing was, is or is expected. */
  readonly idle: readonly string[];
  /** Names of the runs whose start cannot be told. */
  readonly unforeseen: readonly string[];
}

const minute = 60_000;
/** What ended within the last minutes is shown, of a long queue as much time back as it goes on. */
const leastBack = 10 * minute;
const mostBack = 24 * 60 * minute;
const leastAhead = minute / 3;
/** What is left of now has at least this share of what is before it. */
const aheadOfBack = 0.15;

/**
 * Which run was, is and will be on which device.
 * @param runs that are known; @param entries the queue with its forecast; @param devices of the machine, in their order
 */
export function deviceTimeline(
  runs: readonly RunSummary[],
  entries: readonly QueueEntry[],
  devices: readonly string[],
  now: number,
): DeviceTimeline {
  const all = [
    ...runs.filter(({ status }) => isOver(status)).flatMap((run) => pastPieces(run, now, 'over')),
    ...entries.flatMap((entry) => entryPieces(entry, runs, now)),
  ];
  const span = spanOf(all, Math.max(0, ...entries.map(endOf).filter(Number.isFinite)), now);
  const pieces = all
    .filter(({ from, to }) => to > span.from && from < span.to)
    .sort((a, b) => a.from - b.from);
  const known = [...new Set([...devices, ...pieces.flatMap((piece) => piece.devices)])];
  const lanes = known.map((device) => laneOf(device, pieces, span));
  return {
    ...span,
    lanes: lanes.filter(({ bars }) => bars.length > 0),
    idle: lanes.filter(({ bars }) => bars.length === 0).map(({ device }) => device),
    unforeseen: entries.filter((entry) => startOf(entry) === undefined).map(({ name }) => name),
  };
}

/**
 * No more time than has something in it.
 * @param forecast milliseconds from now until the last known end
 */
function spanOf(pieces: readonly Piece[], forecast: number, now: number): { from: number; to: number } {
  const most = Math.min(mostBack, Math.max(leastBack, forecast));
  const begins = pieces.filter(({ to }) => to > now - most).map(({ from }) => from);
  const back = Math.min(most, 1.03 * (now - Math.min(now, ...begins)));
  return { from: now - back, to: now + Math.max(leastAhead, 1.05 * forecast, aheadOfBack * back) };
}

/** Milliseconds from now; infinite where it cannot be told. */
function endOf(entry: QueueEntry): number {
  const start = startOf(entry);
  return start === undefined || entry.secondsLeft === undefined
    ? Number.POSITIVE_INFINITY
    : start + 1000 * entry.secondsLeft;
}

/** Milliseconds from now; undefined where it cannot be told. */
function startOf({ state, secondsUntilStart }: QueueEntry): number | undefined {
  if (state !== 'waiting') return 0;
  return secondsUntilStart === undefined ? undefined : 1000 * secondsUntilStart;
}

interface Piece {
  readonly runId: string;
  readonly name: string;
  readonly devices: readonly string[];
  readonly kind: BarKind;
  readonly from: number;
  /** Infinite where it cannot be told. */
  readonly to: number;
}

/** When a run was going, between its gaps. */
function pastPieces(run: RunSummary, now: number, kind: BarKind): readonly Piece[] {
  const { id: runId, started, ended = now, gaps = [], experiment } = run;
  if (started === undefined) return [];
  const named = { runId, name: experiment.name, devices: experiment.parallel.devices, kind };
  const ends = [...gaps.map((gap) => gap.from), ended];
  const begins = [started, ...gaps.map((gap) => gap.to ?? ended)];
  return begins.flatMap((from, at) => {
    const to = Math.min(ended, ends[at] ?? ended);
    return to > from ? [{ ...named, from, to }] : [];
  });
}

function entryPieces(entry: QueueEntry, runs: readonly RunSummary[], now: number): readonly Piece[] {
  const { runId, name, devices, state } = entry;
  const start = startOf(entry);
  if (start === undefined) return [];
  const named = { runId, name, devices };
  const run = runs.find(({ id }) => id === runId);
  const past = run && state !== 'waiting' ? pastPieces(run, now, 'done') : [];
  const pausedAt = state === 'paused' ? run?.gaps?.find(({ to }) => to === undefined)?.from : undefined;
  const pause =
    pausedAt === undefined ? [] : [{ ...named, kind: 'paused' as const, from: pausedAt, to: now }];
  // A paused run holds its devices until somebody lets it go on.
  const end = state === 'paused' ? Number.POSITIVE_INFINITY : now + endOf(entry);
  return [...past, ...pause, { ...named, kind: 'expected', from: now + start, to: end }];
}

function laneOf(device: string, pieces: readonly Piece[], span: { from: number; to: number }): TimelineLane {
  const own = pieces.filter((piece) => piece.devices.includes(device));
  const rowOf = rowsOf(own);
  const bars = own.map(
    ({ runId, name, kind, from, to }): TimelineBar => ({
      ...{ runId, name, kind, isOpen: to === Number.POSITIVE_INFINITY, row: rowOf.get(runId) ?? 0 },
      from: Math.max(span.from, from),
      to: Math.min(span.to, to),
    }),
  );
  return { device, rows: 1 + Math.max(0, ...bars.map(({ row }) => row)), bars };
}

/** For each run of a lane the first row that is free from its begin to its end. */
function rowsOf(pieces: readonly Piece[]): ReadonlyMap<string, number> {
  const free: number[] = [];
  const rows = new Map<string, number>();
  for (const { runId, from } of pieces) {
    if (rows.has(runId)) continue;
    const end = Math.max(...pieces.filter((one) => one.runId === runId).map(({ to }) => to));
    const found = free.findIndex((until) => until <= from);
    const row = found < 0 ? free.length : found;
    free[row] = end;
    rows.set(runId, row);
  }
  return rows;
}

/** Milliseconds between marks of time that people count in. */
const week = 7 * 24 * 60 * minute;
const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880].map((count) => count * minute);

/**
 * Times to mark, at most about `most` of them, whole by the clock of the place.
 * @param offset milliseconds by which the place's clock is ahead of UTC
 */
export function clockMarks(
  { from, to }: { readonly from: number; readonly to: number },
  most: number,
  offset: number,
): readonly number[] {
  const step = steps.find((one) => (to - from) / one <= most) ?? week;
  const first = Math.ceil((from + offset) / step) * step - offset;
  const count = Math.max(0, Math.floor((to - first) / step) + 1);
  return Array.from({ length: count }, (_, at) => first + at * step);
}
