import type { Experiment } from '../../src-shared/experiment/experiment';
import { isListed, type MetricPoint } from '../../src-shared/metrics';
import { ownersBy } from '../processes/cluster-owner';
import type { Database, Writing } from './database';
import type { NewLogLine, NewRun, RunBatch, RunChange } from './run-changes';
import { RunContinuation } from './run-continuation';
import type { NumberedBatches } from './spool-lines';

/** Writes runs. A batch is one transaction: all of it is stored, or nothing. */
export class RunWriter {
  readonly #statements;
  readonly #continuation: RunContinuation;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.#continuation = new RunContinuation(database);
    this.#statements = database.read(() => prepareStatements(database));
  }

  /** Stores a new run as queued. Throws FailedError where it cannot be stored. */
  create(run: NewRun): void {
    const experiment = JSON.stringify(run.experiment);
    this.#database.write((writing) =>
      this.#statements.insertRun.run(
        writing,
        run.id,
        experiment,
        run.engine,
        run.codeVersion ?? null,
        run.owner,
        run.created,
      ),
    );
  }

  store(batches: readonly RunBatch[]): void {
    this.#database.write((writing) => {
      for (const batch of batches) this.#storeOne(writing, batch);
    });
  }

  /**
   * Stores those batches of a process that are not stored yet: each once, however often it is tried.
   * @returns the runs that are not its own any more, of which nothing was stored
   */
  storeNumbered(writer: string, numbered: readonly NumberedBatches[]): readonly string[] {
    return this.#database.write((writing) => {
      const lost = new Set<string>();
      let last = this.#statements.storedOf.get(writer)?.batches ?? 0;
      for (const { number, batches } of numbered) {
        if (number <= last) continue;
        for (const batch of batches) if (!this.#storeOne(writing, batch)) lost.add(batch.runId);
        last = number;
      }
      this.#statements.noteStored.run(writing, writer, last);
      return [...lost];
    });
  }

  /** Adds a line to a run's log, whoever has the run. */
  note(runId: string, line: NewLogLine): void {
    this.#database.write((writing) => {
      const run = this.#statements.keyOfRun.get(runId)?.key;
      if (run !== undefined) this.#insertLog(writing, run, line);
    });
  }

  /** Forgets which batches of a process are stored; to be called once it has none left to store. */
  forgetNumbers(writer: string): void {
    this.#database.write((writing) => this.#statements.forgetStored.run(writing, writer));
  }

  /** Waits at most so many milliseconds for other processes in what `action` reads and writes. */
  waitingAtMost<Result>(milliseconds: number, action: () => Result): Result {
    return this.#database.waitingAtMost(milliseconds, action);
  }

  /** Several reads and changes as one transaction that holds the write lock. */
  atomically<Result>(action: () => Result): Result {
    return this.#database.write(() => action());
  }

  change(runId: string, change: RunChange): void {
    this.#database.write((writing) => this.#changeOne(writing, runId, change));
  }

  /** Gives a waiting run of this owner other devices. Returns false, with nothing changed, where it is another's by now. */
  changeExperiment(runId: string, owner: string, experiment: Experiment): boolean {
    return this.#database.write(
      (writing) =>
        this.#statements.changeExperiment.run(writing, JSON.stringify(experiment), runId, owner).changes > 0,
    );
  }

  /** Orders these runs in the queue, the first to start first. */
  order(runIds: readonly string[]): void {
    this.#database.write((writing) => {
      const places = runIds
        .map((id) => this.#statements.placeOfRun.get(id)?.place ?? 0)
        .sort((a, b) => a - b);
      runIds.forEach((id, index) => {
        this.#statements.setPlace.run(writing, places[index] ?? 0, id);
      });
    });
  }

  #changeOne(writing: Writing, runId: string, change: RunChange): void {
    const { status, reason, started, ended, gaps, progress } = change;
    this.#statements.changeRun.run(writing, {
      id: runId,
      status: status ?? null,
      reason: reason ?? null,
      started: started ?? null,
      ended: ended ?? null,
      gaps: gaps && gaps.length > 0 ? JSON.stringify(gaps) : null,
      progress: progress ? JSON.stringify(progress) : null,
    });
  }

  /** Returns false, with nothing stored, for a run that is not its owner's any more. */
  #storeOne(writing: Writing, batch: RunBatch): boolean {
    const { runId, owner, rewind, change, points, finalMetrics, logs } = batch;
    const run = this.#keyOf(runId, owner);
    if (run === undefined) return owner === undefined;
    if (rewind) this.#continuation.rewind(writing, runId, rewind);
    this.#changeOne(writing, runId, change);
    const last = this.#insertPoints(writing, run, this.#continuation.withoutKnown(run, points));
    for (const [name, value] of [...last, ...Object.entries(finalMetrics)])
      if (isListed(name))
        this.#statements.setLast.run(writing, run, this.#keyOfName(writing, name), stored(value));
    for (const line of logs) this.#insertLog(writing, run, line);
    return true;
  }

  #keyOf(runId: string, owner: string | undefined): number | undefined {
    if (owner === undefined) return this.#statements.keyOfRun.get(runId)?.key;
    return this.#statements.keyOfOwn.get(runId, ...ownersBy(owner))?.key;
  }

  #insertLog(writing: Writing, run: number, { time, worker, level, text }: NewLogLine): void {
    this.#statements.insertLog.run(writing, run, time, worker ?? null, level, text);
  }

  /** Returns the last value of each metric. */
  #insertPoints(writing: Writing, run: number, points: readonly MetricPoint[]): ReadonlyMap<string, number> {
    // Only for this batch: a key remembered from a transaction that then failed would name nothing.
    const keys = new Map<string, number | bigint>();
    const last = new Map<string, number>();
    let id = points.length > 0 ? this.#continuation.nextPoint(run) : null;
    for (const { name, step, epoch, time, value } of points) {
      const key = keys.get(name) ?? this.#keyOfName(writing, name);
      keys.set(name, key);
      last.set(name, value);
      this.#statements.insertPoint.run(writing, id, run, key, step, epoch, time, stored(value));
      id = null;
    }
    return last;
  }

  #keyOfName(writing: Writing, name: string): number | bigint {
    return (
      this.#statements.keyOfName.get(name)?.key ??
      this.#statements.insertName.run(writing, name).lastInsertRowid
    );
  }
}

/** SQLite has no NaN; NULL stands for it. */
function stored(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

function prepareStatements(database: Database) {
  return {
    insertRun: database.prepareWrite<[string, string, string, string | null, string, number]>(
      `INSERT INTO runs (id, status, reason, experiment, engine, code_version, owner, created)
       VALUES (?, 'queued', '', ?, ?, ?, ?, ?)`,
    ),
    changeRun: database.prepareWrite<[Record<string, string | number | null>]>(
      `UPDATE runs SET status = coalesce(@status, status), reason = coalesce(@reason, reason),
         started = coalesce(@started, started), ended = coalesce(@ended, ended),
         gaps = coalesce(@gaps, gaps), progress = coalesce(@progress, progress)
       WHERE id = @id`,
    ),
    changeExperiment: database.prepareWrite<[string, string, string]>(
      'UPDATE runs SET experiment = ? WHERE id = ? AND owner = ?',
    ),
    placeOfRun: database.prepare<[string], { place: number }>(
      'SELECT coalesce(place, key) AS place FROM runs WHERE id = ?',
    ),
    setPlace: database.prepareWrite<[number, string]>('UPDATE runs SET place = ? WHERE id = ?'),
    storedOf: database.prepare<[string], { batches: number }>('SELECT batches FROM writers WHERE name = ?'),
    noteStored: database.prepareWrite<[string, number]>(
      'INSERT OR REPLACE INTO writers (name, batches) VALUES (?, ?)',
    ),
    forgetStored: database.prepareWrite<[string]>('DELETE FROM writers WHERE name = ?'),
    keyOfRun: database.prepare<[string], { key: number }>('SELECT key FROM runs WHERE id = ?'),
    // One that was removed meanwhile is nobody's.
    keyOfOwn: database.prepare<[string, string, string], { key: number }>(
      'SELECT key FROM runs WHERE id = ? AND owner IN (?, ?) AND removed IS NULL',
    ),
    insertName: database.prepareWrite<[string]>('INSERT INTO metric_names (name) VALUES (?)'),
    keyOfName: database.prepare<[string], { key: number }>('SELECT key FROM metric_names WHERE name = ?'),
    insertPoint: database.prepareWrite<
      [number | null, number, number | bigint, number, number, number, number | null]
    >('INSERT INTO metric_points (id, run, name, step, epoch, time, value) VALUES (?, ?, ?, ?, ?, ?, ?)'),
    setLast: database.prepareWrite<[number, number | bigint, number | null]>(
      'INSERT OR REPLACE INTO last_metrics (run, name, value) VALUES (?, ?, ?)',
    ),
    insertLog: database.prepareWrite<[number, number, number | null, string, string]>(
      'INSERT INTO log_lines (run, time, worker, level, text) VALUES (?, ?, ?, ?, ?)',
    ),
  };
}
