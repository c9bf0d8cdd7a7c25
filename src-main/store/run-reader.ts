import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment';
import type { LogLine, RunProgress, RunStatus, RunSummary, StoredPoint } from '../../src-shared/runs';
import type { Database } from './database';
import type { OpenRun } from './run-record';

/** At most this many points or log lines come with one answer. */
export const readLimit = 20_000;

/** Reads runs. Throws BadInputError for a run that is not there, FailedError where the database cannot be read. */
export class RunReader {
  private readonly statements;

  constructor(private readonly database: Database) {
    this.statements = database.read(() => prepareStatements(database));
  }

  has(runId: string): boolean {
    return this.database.read(() => this.statements.run.get(runId) !== undefined);
  }

  /** All runs, newest first. */
  list(): RunSummary[] {
    return this.database.read(() => this.statements.runs.all().map((row) => this.summary(row)));
  }

  run(runId: string): RunSummary {
    return this.summary(this.row(runId));
  }

  /** Points with an id above `after`, oldest first, at most `readLimit`. */
  points(runId: string, after: number): StoredPoint[] {
    const { key } = this.row(runId);
    const rows = this.database.read(() => this.statements.points.all(key, after, readLimit));
    return rows.map((row) => ({ ...row, value: numberOf(row.value) }));
  }

  /** Log lines with an id above `after`, oldest first, at most `readLimit`. */
  logs(runId: string, after: number): LogLine[] {
    const { key } = this.row(runId);
    const rows = this.database.read(() => this.statements.logs.all(key, after, readLimit));
    return rows.map(({ worker, ...line }) => (worker === null ? line : { ...line, worker }));
  }

  /** Runs that are not over, oldest first, whichever process they belong to. */
  open(): OpenRun[] {
    const rows = this.database.read(() => this.statements.open.all());
    return rows.map(({ id, status, owner, experiment }) => ({
      id,
      status,
      owner,
      devices: experimentOf(experiment).parallel.devices,
    }));
  }

  /** A number that changes whenever another process has written to the store. */
  versionOfOthers(): number {
    return this.database.read(() => this.statements.version.get()?.data_version ?? 0);
  }

  private row(runId: string): RunRow {
    const row = this.database.read(() => this.statements.run.get(runId));
    if (row) return row;
    throw new BadInputError(
      `There is no run named ${runId}; \`parasample runs\` and the app's run list show those there are.`,
    );
  }

  private summary(row: RunRow): RunSummary {
    const metrics = this.database.read(() => this.statements.lastMetrics.all(row.key));
    return {
      id: row.id,
      status: row.status,
      reason: row.reason,
      experiment: experimentOf(row.experiment),
      created: row.created,
      ...(row.started === null ? {} : { started: row.started }),
      ...(row.ended === null ? {} : { ended: row.ended }),
      engine: row.engine,
      ...(row.progress === null ? {} : { progress: JSON.parse(row.progress) as RunProgress }),
      metrics: Object.fromEntries(metrics.map(({ name, value }) => [name, numberOf(value)])),
    };
  }
}

interface RunRow {
  readonly key: number;
  readonly id: string;
  readonly status: RunStatus;
  readonly reason: string;
  readonly experiment: string;
  readonly engine: string;
  readonly owner: string;
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly progress: string | null;
}

type PointRow = Omit<StoredPoint, 'value'> & { readonly value: number | null };
type LogRow = Omit<LogLine, 'worker'> & { readonly worker: number | null };

/** Only checked experiments are stored, and migrations carry old ones on: no second check. */
function experimentOf(text: string): Experiment {
  return JSON.parse(text) as Experiment;
}

/** SQLite has no NaN; NULL stands for it. */
function numberOf(value: number | null): number {
  return value ?? Number.NaN;
}

function prepareStatements(database: Database) {
  return {
    version: database.prepare<[], { data_version: number }>('PRAGMA data_version'),
    run: database.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ?'),
    runs: database.prepare<[], RunRow>('SELECT * FROM runs ORDER BY key DESC'),
    open: database.prepare<[], RunRow>(
      `SELECT * FROM runs WHERE status IN ('queued', 'preparing', 'running', 'stopping') ORDER BY key`,
    ),
    lastMetrics: database.prepare<[number], { name: string; value: number | null }>(
      `SELECT metric_names.name, value FROM last_metrics JOIN metric_names ON metric_names.key = last_metrics.name
       WHERE run = ? ORDER BY metric_names.name`,
    ),
    points: database.prepare<[number, number, number], PointRow>(
      `SELECT metric_points.id, metric_names.name, step, epoch, time, value
       FROM metric_points JOIN metric_names ON metric_names.key = metric_points.name
       WHERE run = ? AND metric_points.id > ? ORDER BY metric_points.id LIMIT ?`,
    ),
    logs: database.prepare<[number, number, number], LogRow>(
      `SELECT id, time, worker, level, text FROM log_lines
       WHERE run = ? AND id > ? ORDER BY id LIMIT ?`,
    ),
  };
}
