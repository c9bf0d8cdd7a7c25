import type { MetricPoint } from '../../src-shared/metrics';
import type { NewLogLine, RunChange } from '../store/run-record';
import type { RunBatch, RunWriter } from '../store/run-writer';

/** What was stored for a run at one tick. */
export interface Recorded {
  readonly runId: string;
  readonly hasChanged: boolean;
  readonly hasNews: boolean;
}

interface Pending {
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
