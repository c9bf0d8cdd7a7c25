import type { Database, Writing } from '../database';
import { numberOf } from '../run-row';
import { blockLength, packBlock } from './metric-block';

/** So many points of a run are sealed at once: every process cuts at the same points. */
export const sliceLength = 8192;

/** Packs points of metric_points into metric_blocks, from which whole curves are read at once. */
export class PointSealer {
  readonly #statements;
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
    this.#statements = database.read(() => prepareStatements(database));
  }

  /** Seals all of a run's points that can be, in slices that let other work in between. */
  async seal(runKey: number): Promise<void> {
    // Nobody needs it now: whoever reads a curve is not to wait until another process has written.
    while (this.#database.waitingAtMost(0, () => this.#sealSlice(runKey))) await new Promise(setImmediate);
  }

  /** Seals one slice, or what is left of a run that is over; says whether there may be more. */
  #sealSlice(runKey: number): boolean {
    return this.#database.read(() => {
      const run = this.#statements.run.get(runKey);
      if (!run) return false;
      const rows = this.#statements.points.all(runKey, run.sealed, sliceLength);
      const last = rows.at(-1)?.id;
      if (last === undefined || (rows.length < sliceLength && run.ended === null)) return false;
      this.#database.write((writing) => {
        // Another process may have sealed the same slice meanwhile.
        if (this.#statements.setSealed.run(writing, last, runKey, run.sealed).changes > 0)
          this.#insert(writing, runKey, rows);
      });
      return true;
    });
  }

  #insert(writing: Writing, runKey: number, rows: readonly PointRow[]): void {
    for (const [name, points] of byName(rows))
      for (let first = 0; first < points.length; first += blockLength)
        this.#insertBlock(writing, runKey, name, points.slice(first, first + blockLength));
  }

  #insertBlock(writing: Writing, runKey: number, name: number, rows: readonly PointRow[]): void {
    const first = rows[0];
    const last = rows[rows.length - 1];
    const packed = packBlock({
      ids: rows.map(({ id }) => id),
      steps: rows.map(({ step }) => step),
      epochs: rows.map(({ epoch }) => epoch),
      times: rows.map(({ time }) => time),
      values: rows.map(({ value }) => numberOf(value)),
    });
    this.#statements.insertBlock.run(writing, {
      ...packed,
      run: runKey,
      name,
      lastId: last.id,
      firstStep: first.step,
      lastStep: last.step,
      firstEpoch: first.epoch,
      lastEpoch: last.epoch,
      firstTime: first.time,
      lastTime: last.time,
    });
  }
}

interface PointRow {
  readonly id: number;
  readonly name: number;
  readonly step: number;
  readonly epoch: number;
  readonly time: number;
  readonly value: number | null;
}

function byName(rows: readonly PointRow[]): ReadonlyMap<number, PointRow[]> {
  const names = new Map<number, PointRow[]>();
  for (const row of rows) {
    const known = names.get(row.name);
    if (known) known.push(row);
    else names.set(row.name, [row]);
  }
  return names;
}

function prepareStatements(database: Database) {
  return {
    run: database.prepare<[number], { sealed: number; ended: number | null }>(
      'SELECT sealed, ended FROM runs WHERE key = ?',
    ),
    points: database.prepare<[number, number, number], PointRow>(
      `SELECT id, name, step, epoch, time, value FROM metric_points
       WHERE run = ? AND id > ? ORDER BY id LIMIT ?`,
    ),
    setSealed: database.prepareWrite<[number, number, number]>(
      'UPDATE runs SET sealed = ? WHERE key = ? AND sealed = ?',
    ),
    insertBlock: database.prepareWrite<[Record<string, number | Uint8Array>]>(
      `INSERT INTO metric_blocks (run, name, last_id, points, non_positive, not_finite, first_step, last_step,
         first_epoch, last_epoch, first_time, last_time, extremes, readings, places)
       VALUES (@run, @name, @lastId, @points, @nonPositive, @notFinite, @firstStep, @lastStep,
         @firstEpoch, @lastEpoch, @firstTime, @lastTime, @extremes, @readings, @places)`,
    ),
  };
}
