import type { MetricPoint } from '../../src-shared/metrics';
import type { Database } from './database';
import type { NewLogLine, NewRun, RunChange } from './run-record';

/** All that may be stored of one run at one tick. */
export interface RunBatch {
  readonly runId: string;
  readonly change: RunChange;
  readonly points: readonly MetricPoint[];
  readonly finalMetrics: Readonly<Record<string, number>>;
  readonly logs: readonly NewLogLine[];
}

/** Writes runs. A batch is one transaction: all of it is stored, or nothing. */
export class RunWriter {
  private readonly statements;

  constructor(private readonly database: Database) {
    this.statements = database.read(() => prepareStatements(database));
  }

  /** Stores a new run as queued. Throws FailedError where it cannot be stored. */
  create(run: NewRun): void {
    const experiment = JSON.stringify(run.experiment);
    this.database.write(() =>
      this.statements.insertRun.run(run.id, experiment, run.engine, run.owner, run.created),
    );
  }

  store(batches: readonly RunBatch[]): void {
    this.database.write(() => {
      for (const batch of batches) this.storeOne(batch);
    });
  }

  /** Several reads and changes as one transaction that holds the write lock. */
  atomically<Result>(action: () => Result): Result {
    return this.database.write(action);
  }

  change(runId: string, change: RunChange): void {
    const { status, reason, started, ended, progress } = change;
    this.database.read(() =>
      this.statements.changeRun.run({
        id: runId,
        status: status ?? null,
        reason: reason ?? null,
        started: started ?? null,
        ended: ended ?? null,
        progress: progress ? JSON.stringify(progress) : null,
      }),
    );
  }

  /** Removes a run with its points and log lines. */
  remove(runId: string): void {
    this.database.write(() => this.statements.deleteRun.run(runId));
  }

  private storeOne({ runId, change, points, finalMetrics, logs }: RunBatch): void {
    const run = this.statements.keyOfRun.get(runId)?.key;
    if (run === undefined) return;
    this.change(runId, change);
    for (const { name, step, epoch, time, value } of points) {
      const key = this.keyOfName(name);
      this.statements.insertPoint.run(run, key, step, epoch, time, stored(value));
      if (isListed(name)) this.statements.setLast.run(run, key, stored(value));
    }
    for (const [name, value] of Object.entries(finalMetrics).filter(([metric]) => isListed(metric)))
      this.statements.setLast.run(run, this.keyOfName(name), stored(value));
    for (const { time, worker, level, text } of logs)
      this.statements.insertLog.run(run, time, worker ?? null, level, text);
  }

  private keyOfName(name: string): number | bigint {
    // Looked up each time: a key remembered from a transaction that then failed would name nothing.
    return this.statements.keyOfName.get(name)?.key ?? this.statements.insertName.run(name).lastInsertRowid;
  }
}

/** Metrics whose last value the list of runs shows. */
function isListed(name: string): boolean {
  return name === 'train.loss' || name.startsWith('test.') || name.startsWith('validation.');
}

/** SQLite has no NaN; NULL stands for it. */
function stored(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function prepareStatements(database: Database) {
  return {
    insertRun: database.prepare<[string, string, string, string, number]>(
      `INSERT INTO runs (id, status, reason, experiment, engine, owner, created)
       VALUES (?, 'queued', '', ?, ?, ?, ?)`,
    ),
    changeRun: database.prepare<[Record<string, string | number | null>]>(
      `UPDATE runs SET status = coalesce(@status, status), reason = coalesce(@reason, reason),
         started = coalesce(@started, started), ended = coalesce(@ended, ended),
         progress = coalesce(@progress, progress)
       WHERE id = @id`,
    ),
    deleteRun: database.prepare<[string]>('DELETE FROM runs WHERE id = ?'),
    keyOfRun: database.prepare<[string], { key: number }>('SELECT key FROM runs WHERE id = ?'),
    insertName: database.prepare<[string]>('INSERT INTO metric_names (name) VALUES (?)'),
    keyOfName: database.prepare<[string], { key: number }>('SELECT key FROM metric_names WHERE name = ?'),
    insertPoint: database.prepare<[number, number | bigint, number, number, number, number | null]>(
      'INSERT INTO metric_points (run, name, step, epoch, time, value) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    setLast: database.prepare<[number, number | bigint, number | null]>(
      'INSERT OR REPLACE INTO last_metrics (run, name, value) VALUES (?, ?, ?)',
    ),
    insertLog: database.prepare<[number, number, number | null, string, string]>(
      'INSERT INTO log_lines (run, time, worker, level, text) VALUES (?, ?, ?, ?, ?)',
    ),
  };
}
