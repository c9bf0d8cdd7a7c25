import type { TrainingState } from '../../src-shared/formats/checkpoint-file';
import { isOfWorker, type MetricPoint } from '../../src-shared/metrics';
import type { RunSummary } from '../../src-shared/runs/runs';
import type { BatchKeeper } from '../store/batch-keeper';
import type { NewLogLine, RunBatch, RunChange } from '../store/run-changes';
import type { RewindTo } from '../store/run-continuation';

/** What was stored for a run at one tick. */
export interface Recorded {
  readonly runId: string;
  readonly hasChanged: boolean;
  readonly hasNews: boolean;
  /** Of the log, among the news. */
  readonly hasLines: boolean;
  /** All that the run measured up to this step is kept, but perhaps some of the step itself. */
  readonly keptStep?: number;
}

interface Pending {
  rewind?: RewindTo;
  change: RunChange;
  finalMetrics: Readonly<Record<string, number>>;
  readonly points: MetricPoint[];
  readonly logs: NewLogLine[];
}

/** What of a run's summary the database does not have yet. */
type Unstored = Pick<Pending, 'change' | 'finalMetrics'>;

/** So many points and log lines wait in memory at most, where neither the database nor the spool takes them. */
export const mostWaiting = 500_000;

/** Gathers what runs report between two ticks; `flush` hands it on at once. */
export class RunRecorder {
  readonly #pending = new Map<string, Pending>();
  /** Runs that another process has by now: what is told of them here counts no more. */
  readonly #left = new Set<string>();
  readonly #spooled = new Map<string, Unstored>();
  readonly #keeper: BatchKeeper;
  readonly #owner: string;

  /** @param owner mark of this process, by whose runs alone anything is stored */
  constructor(keeper: BatchKeeper, owner: string) {
    this.#keeper = keeper;
    this.#owner = owner;
  }

  /** The run is this process's, from now on or again. */
  take(runId: string): void {
    this.#left.delete(runId);
  }

  /** The run is another process's: nothing of it is stored from here any more. Returns false where that is known. */
  leave(runId: string): boolean {
    if (this.#left.has(runId)) return false;
    this.#left.add(runId);
    this.#pending.delete(runId);
    this.#spooled.delete(runId);
    return true;
  }

  change(runId: string, change: RunChange): void {
    const pending = this.#of(runId);
    pending.change = { ...pending.change, ...change };
  }

  points(runId: string, points: readonly MetricPoint[]): void {
    const kept = this.#of(runId).points;
    for (const point of points) kept.push(point);
  }

  /** The run goes back: of what it measured, what came up to there stays, also what only a checkpoint may know. */
  rewind(runId: string, { step, points }: Pick<TrainingState, 'step' | 'points'>): void {
    const pending = this.#of(runId);
    const kept = pending.points.filter((point) => point.step <= step);
    pending.points.splice(0, pending.points.length, ...kept, ...points);
    // Of two in one tick both count: each removes more than the store has by then.
    pending.rewind = { step: Math.min(pending.rewind?.step ?? step, step) };
  }

  finalMetrics(runId: string, metrics: Readonly<Record<string, number>>): void {
    this.#of(runId).finalMetrics = metrics;
  }

  log(runId: string, line: NewLogLine): void {
    this.#of(runId).logs.push(line);
  }

  /** The summary with what the database does not have yet, as long as it refuses. */
  current(run: RunSummary): RunSummary {
    if (!this.#keeper.isBehind) return run;
    const { change, finalMetrics } = merged(this.#spooled.get(run.id), this.#pending.get(run.id));
    return { ...run, ...change, metrics: { ...run.metrics, ...finalMetrics } };
  }

  hasPending(): boolean {
    return this.#pending.size > 0 || this.#keeper.hasSpooled;
  }

  /** Whether more waits in memory than it should hold. */
  isOverfull(): boolean {
    const waiting = [...this.#pending.values()].map(({ points, logs }) => points.length + logs.length);
    return waiting.reduce((sum, count) => sum + count, 0) > mostWaiting;
  }

  /** Stores all that is pending, or keeps it for the time when it can be. What nobody takes stays pending. */
  flush(): Recorded[] {
    const late = this.#keeper.merge();
    if (!this.#keeper.hasSpooled) this.#spooled.clear();
    return [...late.map((batch) => recordedOf(batch)), ...this.#keepPending()].filter(
      ({ runId }) => !this.#left.has(runId),
    );
  }

  #keepPending(): Recorded[] {
    if (this.#pending.size === 0) return [];
    const owner = this.#owner;
    const batches: RunBatch[] = [...this.#pending].map(([runId, pending]) => ({ runId, owner, ...pending }));
    let kept: ReturnType<BatchKeeper['keep']>;
    try {
      kept = this.#keeper.keep(batches);
    } catch {
      // The keeper tells the person; what waits here is tried again with the next tick.
      return [];
    }
    this.#pending.clear();
    if (kept === 'spooled')
      for (const batch of batches)
        this.#spooled.set(batch.runId, merged(this.#spooled.get(batch.runId), batch));
    return batches.map((batch) => ({
      ...recordedOf(batch),
      ...keptStepOf(batch),
      ...(kept === 'spooled' ? { hasNews: false } : {}),
    }));
  }

  #of(runId: string): Pending {
    const known = this.#pending.get(runId);
    if (known) return known;
    const created: Pending = { change: {}, finalMetrics: {}, points: [], logs: [] };
    if (!this.#left.has(runId)) this.#pending.set(runId, created);
    return created;
  }
}

function recordedOf({ runId, change, points, logs }: RunBatch): Recorded {
  return {
    runId,
    hasChanged: Object.keys(change).length > 0,
    hasNews: points.length + logs.length > 0,
    hasLines: logs.length > 0,
  };
}

function keptStepOf({ points }: RunBatch): Pick<Recorded, 'keptStep'> {
  const steps = points.filter(({ name }) => !isOfWorker(name)).map(({ step }) => step);
  return steps.length === 0 ? {} : { keptStep: steps.reduce((most, step) => Math.max(most, step)) };
}

function merged(before: Unstored | undefined, after: Unstored | undefined): Unstored {
  return {
    change: { ...before?.change, ...after?.change },
    finalMetrics: { ...before?.finalMetrics, ...after?.finalMetrics },
  };
}
