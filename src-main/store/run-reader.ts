import { BadInputError } from '../../src-shared/errors';
import type { LogFilter, LogLine, RunSummary, StoredPoint } from '../../src-shared/runs/runs';
import { didYouMean } from '../../src-shared/words/nearest';
import type { ReadableDatabase } from './database';
import type { OpenRun, RunStanding } from './run-changes';
import { experimentOf, numberOf, type RunRow, summaryOf } from './run-row';

/** At most this many points or log lines come with one answer. */
export const readLimit = 20_000;

/** Reads runs. Throws BadInputError for a run that is not there, FailedError where the database cannot be read. */
export class RunReader {
  readonly #statements;
  readonly #database: ReadableDatabase;

  constructor(database: ReadableDatabase) {
    this.#database = database;
    this.#statements = database.read(() => prepareStatements(database));
  }

  has(runId: string): boolean {
    return this.#database.read(() => this.#statements.run.get(runId) !== undefined);
  }

  /** Whether a run has this id, a removed one too. */
  isKnown(runId: string): boolean {
    return this.#database.read(() => this.#statements.known.get(runId) !== undefined);
  }

  run(runId: string): RunSummary {
    const row = this.#row(runId);
    return this.#database.read(() => {
      const metrics = this.#statements.lastMetrics.all(row.key);
      const tags = this.#statements.tags.all(row.key).map(({ tag }) => tag);
      return summaryOf(
        row,
        Object.fromEntries(metrics.map(({ name, value }) => [name, numberOf(value)])),
        tags,
      );
    });
  }

  /** Points with an id above `after`, oldest first, at most `readLimit`. */
  points(runId: string, after: number): StoredPoint[] {
    const { key } = this.#row(runId);
    const rows = this.#database.read(() => this.#statements.points.all(key, after, readLimit));
    return rows.map((row) => ({ ...row, value: numberOf(row.value) }));
  }

  /** Log lines with an id above `after` that the filter lets through, oldest first, at most `readLimit`. */
  logs(runId: string, after: number, { worker, text, level }: LogFilter = {}): LogLine[] {
    const { key } = this.#row(runId);
    const wanted = {
      run: key,
      after,
      limit: readLimit,
      // SQLite compares a worker of the run itself as -1: NULL equals nothing.
      worker: worker === undefined ? null : worker === 'run' ? -1 : worker,
      text: text?.toLowerCase() ?? '',
      level: level ?? null,
    };
    const rows = this.#database.read(() => this.#statements.logs.all(wanted));
    return rows.map(({ worker: rank, ...line }) => (rank === null ? line : { ...line, worker: rank }));
  }

  /** When a run last told something, in milliseconds since the Unix epoch; undefined before it began. */
  lastSign(runId: string): number | undefined {
    const { key, started } = this.#row(runId);
    if (started === null) return undefined;
    const times = this.#database.read(() => this.#statements.lastTimes.all({ run: key }));
    return Math.max(started, ...times.map(({ time }) => time));
  }

  /** How many points a run has, and how many lines of its workers. */
  told(runId: string): { readonly points: number; readonly lines: number } {
    const { key } = this.#row(runId);
    return this.#database.read(() => this.#statements.told.get({ run: key })) ?? { points: 0, lines: 0 };
  }

  /** Runs that are not over in the order of the queue, whichever process they belong to. */
  open(): OpenRun[] {
    const rows = this.#database.read(() => this.#statements.open.all());
    return rows.map(({ id, status, owner, experiment }) => {
      const { devices, share = 1 } = experimentOf(experiment).parallel;
      return { id, status, owner, devices, share };
    });
  }

  /** Who has a run, and how it stands for all; undefined where it is none any more. */
  standing(runId: string): RunStanding | undefined {
    return this.#database.read(() => this.#statements.standing.get(runId));
  }

  /** A number that changes whenever another process has written to the store. */
  versionOfOthers(): number {
    return this.#database.read(() => this.#statements.version.get()?.data_version ?? 0);
  }

  #row(runId: string): RunRow {
    const row = this.#database.read(() => this.#statements.run.get(runId));
    if (row) return row;
    if (this.#statements.known.get(runId))
      throw new BadInputError(
        `Run ${runId} was deleted meanwhile; for ten minutes after that \`parasample delete ${runId} --undo\` brings it back.`,
      );
    const ids = this.#database.read(() => this.#statements.newestIds.all()).map(({ id }) => id);
    throw new BadInputError(
      `There is no run named ${runId}; \`parasample runs\` and the app's run list show those there are.${didYouMean(runId, ids)}`,
    );
  }
}

type PointRow = Omit<StoredPoint, 'value'> & { readonly value: number | null };
type LogRow = Omit<LogLine, 'worker'> & { readonly worker: number | null };

function prepareStatements(database: ReadableDatabase) {
  return {
    version: database.prepare<[], { data_version: number }>('PRAGMA data_version'),
    run: database.prepare<[string], RunRow>('SELECT * FROM runs WHERE id = ? AND removed IS NULL'),
    known: database.prepare<[string], { id: string }>('SELECT id FROM runs WHERE id = ?'),
    newestIds: database.prepare<[], { id: string }>(
      'SELECT id FROM runs WHERE removed IS NULL ORDER BY key DESC LIMIT 1000',
    ),
    open: database.prepare<[], RunRow>(
      `SELECT * FROM runs WHERE status IN ('queued', 'preparing', 'running', 'paused', 'stopping')
         AND removed IS NULL ORDER BY coalesce(place, key), key`,
    ),
    standing: database.prepare<[string], RunStanding>(
      'SELECT owner, status FROM runs WHERE id = ? AND removed IS NULL',
    ),
    lastMetrics: database.prepare<[number], { name: string; value: number | null }>(
      `SELECT metric_names.name, value FROM last_metrics JOIN metric_names ON metric_names.key = last_metrics.name
       WHERE run = ? ORDER BY metric_names.name`,
    ),
    tags: database.prepare<[number], { tag: string }>('SELECT tag FROM run_tags WHERE run = ? ORDER BY tag'),
    points: database.prepare<[number, number, number], PointRow>(
      `SELECT metric_points.id, metric_names.name, step, epoch, time, value
       FROM metric_points JOIN metric_names ON metric_names.key = metric_points.name
       WHERE run = ? AND metric_points.id > ? ORDER BY metric_points.id LIMIT ?`,
    ),
    told: database.prepare<[{ run: number }], { points: number; lines: number }>(
      `SELECT (SELECT count(*) FROM metric_points WHERE run = @run) AS points,
         (SELECT count(*) FROM log_lines WHERE run = @run AND worker IS NOT NULL) AS lines`,
    ),
    lastTimes: database.prepare<[{ run: number }], { time: number }>(
      `SELECT time FROM (SELECT time FROM metric_points WHERE run = @run ORDER BY id DESC LIMIT 1)
       UNION ALL SELECT time FROM (SELECT time FROM log_lines WHERE run = @run ORDER BY id DESC LIMIT 1)`,
    ),
    logs: database.prepare<[Record<string, string | number | null>], LogRow>(
      `SELECT id, time, worker, level, text FROM log_lines
       WHERE run = @run AND id > @after
         AND (@worker IS NULL OR coalesce(worker, -1) = @worker)
         AND (@level IS NULL OR level = @level)
         AND (@text = '' OR instr(lower(text), @text) > 0)
       ORDER BY id LIMIT @limit`,
    ),
  };
}
