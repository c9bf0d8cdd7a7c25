import type { Experiment } from '../../src-shared/experiment/experiment';
import { isOfWorker, type MetricPoint } from '../../src-shared/metrics';
import type { RunGap } from '../../src-shared/runs/run-time';
import type { RunProgress, RunSummary } from '../../src-shared/runs/runs';
import type { Database, Writing } from './database';

/** A run that is over, as it is to go on. */
export interface ReopenedRun {
  readonly id: string;
  readonly experiment: Experiment;
  readonly engine: string;
  readonly owner: string;
  /** With the time from its end on, where it had begun. */
  readonly gaps: readonly RunGap[];
  readonly progress: RunProgress;
}

/** Where a run goes back to: what it measured later is measured again. */
export interface RewindTo {
  readonly step: number;
}

/** Lets runs that are over go on as the same runs. */
export class RunContinuation {
  readonly #statements;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = database.read(() => prepareStatements(database));
  }

  /**
   * Queues a run that was stopped, failed or was interrupted again, back at that point. Returns false, with nothing
   * changed, where it is none of these: another process may have been faster.
   */
  reopen({ id, experiment, engine, owner, gaps, progress }: ReopenedRun, to: RewindTo): boolean {
    return this.#database.write((writing) => {
      const { changes } = this.#statements.reopen.run(writing, {
        id,
        experiment: JSON.stringify(experiment),
        engine,
        owner,
        gaps: gaps.length > 0 ? JSON.stringify(gaps) : null,
        progress: JSON.stringify(progress),
      });
      if (changes > 0) this.rewind(writing, id, to);
      return changes > 0;
    });
  }

  /** Removes what a run that was reopened measured after this point. */
  goBack(runId: string, to: RewindTo): void {
    this.#database.write((writing) => this.rewind(writing, runId, to));
  }

  /** Puts a run that was reopened by this owner, but does not go on, back as it was. */
  takeBack(
    { id, status, reason, ended, experiment, engine, gaps, progress }: RunSummary,
    owner: string,
  ): void {
    this.#database.write((writing) => {
      this.#statements.takeBack.run(writing, {
        id,
        owner,
        status,
        reason,
        ended: ended ?? null,
        experiment: JSON.stringify(experiment),
        engine,
        gaps: gaps && gaps.length > 0 ? JSON.stringify(gaps) : null,
        progress: progress ? JSON.stringify(progress) : null,
      });
    });
  }

  /** Gives a run that goes on elsewhere another owner. Returns false, with nothing changed, where another process was faster. */
  takeOver(runId: string, from: string, to: string): boolean {
    return this.#database.write(
      (writing) => this.#statements.takeOver.run(writing, { id: runId, from, to }).changes > 0,
    );
  }

  /**
   * Puts a run that goes on in its owner's process, which somebody took for gone, back as it stands there. Nothing happens where it
   * is not called interrupted, or is another's by now.
   */
  takeUp(runId: string, owner: string, { status, reason }: Pick<RunSummary, 'status' | 'reason'>): boolean {
    return this.#database.write(
      (writing) => this.#statements.takeUp.run(writing, { id: runId, owner, status, reason }).changes > 0,
    );
  }

  /** Removes what a run measured after this point. */
  rewind(writing: Writing, runId: string, { step }: RewindTo): void {
    const run = this.#statements.key.get(runId)?.key;
    if (run === undefined) return;
    this.#statements.noteRewound.run(writing, { run, step });
    this.#statements.deletePoints.run(writing, run, step);
    this.#statements.deleteBlocks.run(writing, run);
    this.#statements.deleteLast.run(writing, run);
    this.#statements.findLast.run(writing, run);
  }

  /**
   * Without the points that are there already: where a run has gone back to a step, what its checkpoint knows of the
   * time before comes in, and a worker may tell of that step again.
   */
  withoutKnown(run: number, points: readonly MetricPoint[]): readonly MetricPoint[] {
    const to = this.#statements.rewoundTo.get(run)?.rewound_to ?? -1;
    const isAgain = ({ name, step }: MetricPoint) => step <= to && !isOfWorker(name);
    const again = points.filter(isAgain);
    if (again.length === 0) return points;
    const first = again.reduce((least, { step }) => Math.min(least, step), to);
    const known = new Set(this.#statements.told.all(run, first, to).map(placeOf));
    return points.filter((point) => {
      if (!isAgain(point)) return true;
      const isNew = !known.has(placeOf(point));
      known.add(placeOf(point));
      return isNew;
    });
  }

  /**
   * The id for the next point of this run, where it must be told: a view that has asked for points up to some id must
   * not miss those that come in the place of removed ones.
   */
  nextPoint(run: number): number | null {
    const highest = this.#statements.highest.get(run)?.highest_point ?? 0;
    if (highest === 0) return null;
    const last = this.#statements.lastPoint.get()?.id ?? 0;
    return last < highest ? highest + 1 : null;
  }
}

type Place = Pick<MetricPoint, 'name' | 'step'>;

function placeOf({ name, step }: Place): string {
  return `${step} ${name}`;
}

function prepareStatements(database: Database) {
  return {
    key: database.prepare<[string], { key: number }>('SELECT key FROM runs WHERE id = ?'),
    reopen: database.prepareWrite<[Record<string, string | null>]>(
      `UPDATE runs SET status = 'queued', reason = '', ended = NULL, experiment = @experiment, engine = @engine,
         owner = @owner, gaps = @gaps, progress = @progress
       WHERE id = @id AND removed IS NULL AND status IN ('stopped', 'failed', 'interrupted')`,
    ),
    takeUp: database.prepareWrite<[Record<string, string>]>(
      `UPDATE runs SET status = @status, reason = @reason, ended = NULL
       WHERE id = @id AND owner = @owner AND status = 'interrupted' AND removed IS NULL`,
    ),
    takeBack: database.prepareWrite<[Record<string, string | number | null>]>(
      `UPDATE runs SET status = @status, reason = @reason, ended = @ended, experiment = @experiment, engine = @engine,
         gaps = @gaps, progress = @progress
       WHERE id = @id AND owner = @owner AND status = 'queued'`,
    ),
    takeOver: database.prepareWrite<[Record<string, string>]>(
      'UPDATE runs SET owner = @to WHERE id = @id AND owner = @from',
    ),
    noteRewound: database.prepareWrite<[Record<string, number>]>(
      `UPDATE runs SET sealed = 0, rewound_to = @step, rewinds = rewinds + 1,
         highest_point = max(highest_point, coalesce((SELECT max(id) FROM metric_points WHERE run = @run), 0))
       WHERE key = @run`,
    ),
    rewoundTo: database.prepare<[number], { rewound_to: number | null }>(
      'SELECT rewound_to FROM runs WHERE key = ?',
    ),
    told: database.prepare<[number, number, number], Place>(
      `SELECT metric_names.name, step FROM metric_points JOIN metric_names ON metric_names.key = metric_points.name
       WHERE run = ? AND step BETWEEN ? AND ?`,
    ),
    deletePoints: database.prepareWrite<[number, number]>(
      'DELETE FROM metric_points WHERE run = ? AND step > ?',
    ),
    deleteBlocks: database.prepareWrite<[number]>('DELETE FROM metric_blocks WHERE run = ?'),
    deleteLast: database.prepareWrite<[number]>('DELETE FROM last_metrics WHERE run = ?'),
    findLast: database.prepareWrite<[number]>(
      `INSERT INTO last_metrics (run, name, value)
       SELECT run, name, value FROM metric_points WHERE id IN
         (SELECT max(id) FROM metric_points JOIN metric_names ON metric_names.key = metric_points.name
          WHERE run = ? AND (metric_names.name = 'train.loss' OR metric_names.name LIKE 'validation.%')
          GROUP BY metric_points.name)`,
    ),
    highest: database.prepare<[number], { highest_point: number }>(
      'SELECT highest_point FROM runs WHERE key = ?',
    ),
    lastPoint: database.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM metric_points'),
  };
}
