import type { MetricPoint } from '../../src-shared/metrics';
import type { RewindTo } from '../store/run-continuation';
import type { NewLogLine, RunChange } from '../store/run-record';
import type { RunBatch, RunWriter } from '../store/run-writer';

/** What was stored for a run at one tick. */
export interface Recorded {
  readonly runId: string;
  readonly hasChanged: boolean;
  readonly hasNews: boolean;
}

interface Pending {
  rewind?: RewindTo;
  change: RunChange;
  finalMetrics: Readonly<Record<string, number>>;
  readonly points: MetricPoint[];
  readonly logs: NewLogLine[];
}

/** Gathers what runs report between two ticks; `flush` stores it in one transaction. */
export class RunRecorder {
  private readonly pending = new Map<string, Pending>();

  constructor(private readonly writer: RunWriter) {}

  change(runId: string, change: RunChange): void {
    const pending = this.of(runId);
    pending.change = { ...pending.change, ...change };
  }

  points(runId: string, points: readonly MetricPoint[]): void {
    const kept = this.of(runId).points;
    for (const point of points) kept.push(point);
  }

  /** The run goes back: of what it measured, only what came up to there stays. */
  rewind(runId: string, to: RewindTo): void {
    const pending = this.of(runId);
    const kept = pending.points.filter(({ name, step }) =>
      name.startsWith('worker.') ? step <= to.step : step <= to.pointsAfter,
    );
    pending.points.splice(0, pending.points.length, ...kept);
    // Of two in one tick both count: each removes more than the store has by then.
    const before = pending.rewind ?? to;
    pending.rewind = {
      step: Math.min(before.step, to.step),
      pointsAfter: Math.min(before.pointsAfter, to.pointsAfter),
    };
  }

  finalMetrics(runId: string, metrics: Readonly<Record<string, number>>): void {
    this.of(runId).finalMetrics = metrics;
  }

  log(runId: string, line: NewLogLine): void {
    this.of(runId).logs.push(line);
  }

  /** What is not stored yet of a run's state. */
  unstored(runId: string): RunChange {
    return this.pending.get(runId)?.change ?? {};
  }

  hasPending(): boolean {
    return this.pending.size > 0;
  }

  /** Stores all that is pending. Where that fails, the error is thrown and everything stays pending. */
  flush(): Recorded[] {
    if (this.pending.size === 0) return [];
    const batches: RunBatch[] = [...this.pending].map(([runId, pending]) => ({ runId, ...pending }));
    this.writer.store(batches);
    this.pending.clear();
    return batches.map(({ runId, change, points, logs }) => ({
      runId,
      hasChanged: Object.keys(change).length > 0,
      hasNews: points.length + logs.length > 0,
    }));
  }

  private of(runId: string): Pending {
    const known = this.pending.get(runId);
    if (known) return known;
    const created: Pending = { change: {}, finalMetrics: {}, points: [], logs: [] };
    this.pending.set(runId, created);
    return created;
  }
}
