import type { Curve, SeriesName, SeriesOptions } from '../../../src-shared/data/series';
import type { ReadableDatabase } from '../database';
import { gapsOf, numberOf } from '../run-row';
import { type BlockTally, CurveBuilder } from './curve-builder';
import { ExponentialMean } from './exponential-mean';
import { pieceLength, unpackExtremes, unpackPlaces, unpackReadings } from './metric-block';
import type { PointSealer } from './point-sealer';

/** Reads curves for charts: packed blocks for what is sealed, rows for the rest. */
export class CurveReader {
  readonly #statements;
  readonly #database: ReadableDatabase;
  readonly #sealer: PointSealer;

  /** @param sealer packs what a curve is read from; nothing else here writes */
  constructor(database: ReadableDatabase, sealer: PointSealer) {
    this.#database = database;
    this.#sealer = sealer;
    this.#statements = database.read(() => prepareStatements(database));
  }

  /** What a run has measured, by name. A run that is not there has measured nothing. */
  names(runId: string): SeriesName[] {
    return this.#database.read(() => this.#statements.names.all({ id: runId }));
  }

  /** One curve per run, in their order; empty for a run without the metric or that is gone. */
  curves(runIds: readonly string[], metric: string, options: SeriesOptions): Promise<Curve[]> {
    const wanted = runIds.map((runId) => ({ runId, metric }));
    return this.#readEach(wanted, options);
  }

  /** One curve per metric, in their order; empty for one that the run has not measured. */
  curvesOfRun(runId: string, metrics: readonly string[], options: SeriesOptions): Promise<Curve[]> {
    const wanted = metrics.map((metric) => ({ runId, metric }));
    return this.#readEach(wanted, options);
  }

  async #readEach(
    wanted: readonly { readonly runId: string; readonly metric: string }[],
    options: SeriesOptions,
  ): Promise<Curve[]> {
    // The same for all curves, so that one number says where the next answer goes on.
    const lastId = this.#database.read(() => this.#statements.lastId.get()?.id ?? 0);
    const curves: Curve[] = [];
    for (const { runId, metric } of wanted) {
      const run = this.#database.read(() => this.#statements.curve.get(metric, runId));
      if (run) await this.#seal(run.run);
      curves.push(
        run ? this.#database.read(() => this.#read(runId, run, options, lastId)) : emptyCurve(runId, lastId),
      );
      // Lets other requests in between curves.
      await new Promise(setImmediate);
    }
    return curves;
  }

  /** Packs the points of a run that is over, so that its curves are quick the first time too. */
  async sealRun(runId: string): Promise<void> {
    try {
      const key = this.#statements.key.get(runId)?.key;
      if (key !== undefined) await this.#sealer.seal(key);
    } catch {
      // It is tried again when the run's curves are read.
    }
  }

  async #seal(runKey: number): Promise<void> {
    try {
      await this.#sealer.seal(runKey);
    } catch {
      // A store that cannot be written now is read row by row.
    }
  }

  #read(runId: string, key: CurveKey, options: SeriesOptions, lastId: number): Curve {
    const builder = new CurveBuilder(options, { origin: key.origin, gaps: gapsOf(key.gaps) }, lastId);
    const place = { run: key.run, name: key.name, after: options.after };
    const before = options.after === 0 ? undefined : this.#statements.before.get(place);
    if (before) builder.startAfter(endsOf(builder, before).last);
    const sealed = this.#addBlocks(builder, this.#statements.blocks.all(place), {
      ...options,
      lastId,
      before: before?.earlier ?? 0,
    });
    const tail = this.#statements.tail.all(key.run, key.name, key.run);
    builder.addPoints(columnsOf(tail), sealed);
    const { indices, ...drawn } = builder.drawn();
    return {
      runId,
      ...drawn,
      smoothed: options.smoothing === 0 ? [] : this.#smoothed(key, tail, indices, options.smoothing),
      lastId,
      rewinds: key.rewinds,
    };
  }

  /** Returns how many points are sealed. */
  #addBlocks(
    builder: CurveBuilder,
    blocks: readonly BlockRow[],
    {
      points,
      keep,
      after,
      neighbours,
      lastId,
      before,
    }: SeriesOptions & { readonly lastId: number; readonly before: number },
  ): number {
    const inRange = blocks.filter((block) => overlaps(builder, block));
    const wanted = inRange.reduce((sum, block) => sum + block.points, 0);
    // Where a bucket of the chart is wider than a piece, the pieces' extremes hold all that it will show.
    const isCoarse = keep === 'extremes' && wanted >= (points / 2) * pieceLength;
    const read = neighbours ? withNeighbours(builder, blocks) : inRange;
    let base = before;
    for (const block of blocks) {
      // Where a curve begins and ends is shown as it is: its extremes do not say.
      const isEnd = block === inRange[0] || block === inRange[inRange.length - 1];
      if (isCoarse && !isEnd && after === 0 && block.last_id <= lastId && isInside(builder, block))
        builder.addExtremes(tallyOf(block), unpackExtremes(block.extremes), base);
      else if (read.includes(block)) builder.addPoints(this.#unpack(block.key), base);
      else if (builder.isBefore(endsOf(builder, block).last)) builder.startAfter(endsOf(builder, block).last);
      base += block.points;
    }
    return base;
  }

  #unpack(blockKey: number) {
    const block = this.#statements.block.get(blockKey);
    if (!block) return columnsOf([]);
    return { ...unpackPlaces(block.places), values: unpackReadings(block.readings) };
  }

  /** The exponential mean over every point of the curve, at the points with these (rising) indices. */
  #smoothed(
    { run, name }: CurveKey,
    tail: readonly TailRow[],
    indices: readonly number[],
    weight: number,
  ): number[] {
    const mean = new ExponentialMean(weight);
    const smoothed: number[] = [];
    let index = 0;
    const add = (values: ArrayLike<number>) => {
      for (let at = 0; at < values.length; at += 1, index += 1) {
        const value = mean.add(values[at]);
        if (indices[smoothed.length] === index) smoothed.push(value);
      }
    };
    for (const { readings } of this.#statements.readings.iterate(run, name)) add(unpackReadings(readings));
    add(tail.map(({ value }) => numberOf(value)));
    return smoothed;
  }
}

function emptyCurve(runId: string, lastId: number): Curve {
  return {
    runId,
    x: [],
    y: [],
    smoothed: [],
    total: 0,
    shown: 0,
    nonPositive: 0,
    notFinite: 0,
    lastId,
    rewinds: 0,
  };
}

function overlaps(builder: CurveBuilder, block: BlockRow): boolean {
  const { first, last } = endsOf(builder, block);
  return builder.isInRange(first) || builder.isInRange(last) || builder.isBetween(first, last);
}

function isInside(builder: CurveBuilder, block: BlockRow): boolean {
  const { first, last } = endsOf(builder, block);
  return builder.isInRange(first) && builder.isInRange(last);
}

/** The blocks that hold points of the range, the last one before and the first one after them. */
function withNeighbours(builder: CurveBuilder, blocks: readonly BlockRow[]): readonly BlockRow[] {
  return blocks.filter((block, place) => {
    const [earlier, later] = [blocks[place - 1], blocks[place + 1]];
    if (overlaps(builder, block)) return true;
    return builder.isBefore(endsOf(builder, block).last)
      ? !later || !builder.isBefore(endsOf(builder, later).last)
      : !earlier || builder.isBefore(endsOf(builder, earlier).last) || overlaps(builder, earlier);
  });
}

function endsOf(builder: CurveBuilder, block: BlockEnds) {
  return {
    first: builder.place(block.first_step, block.first_epoch, block.first_time),
    last: builder.place(block.last_step, block.last_epoch, block.last_time),
  };
}

function tallyOf({ points, non_positive, not_finite }: BlockRow): BlockTally {
  return { points, nonPositive: non_positive, notFinite: not_finite };
}

function columnsOf(rows: readonly TailRow[]) {
  return {
    ids: rows.map(({ id }) => id),
    steps: rows.map(({ step }) => step),
    epochs: rows.map(({ epoch }) => epoch),
    times: rows.map(({ time }) => time),
    values: rows.map(({ value }) => numberOf(value)),
  };
}

interface CurveKey {
  readonly run: number;
  readonly name: number;
  /** When the run began, in milliseconds since the Unix epoch. */
  readonly origin: number;
  readonly gaps: string | null;
  readonly rewinds: number;
}

interface TailRow {
  readonly id: number;
  readonly step: number;
  readonly epoch: number;
  readonly time: number;
  readonly value: number | null;
}

interface BlockEnds {
  readonly first_step: number;
  readonly last_step: number;
  readonly first_epoch: number;
  readonly last_epoch: number;
  readonly first_time: number;
  readonly last_time: number;
}

interface BlockRow extends BlockEnds {
  readonly key: number;
  readonly last_id: number;
  readonly points: number;
  readonly non_positive: number;
  readonly not_finite: number;
  readonly extremes: Uint8Array;
}

interface Place {
  readonly run: number;
  readonly name: number;
  readonly after: number;
}

function prepareStatements(database: ReadableDatabase) {
  return {
    key: database.prepare<[string], { key: number }>('SELECT key FROM runs WHERE id = ?'),
    curve: database.prepare<[string, string], CurveKey>(
      `SELECT runs.key AS run, metric_names.key AS name, coalesce(started, created) AS origin, gaps, rewinds
       FROM runs JOIN metric_names ON metric_names.name = ? WHERE runs.id = ? AND removed IS NULL`,
    ),
    blocks: database.prepare<[Place], BlockRow>(
      `SELECT key, last_id, points, non_positive, not_finite, first_step, last_step, first_epoch, last_epoch, first_time,
         last_time, extremes
       FROM metric_blocks WHERE run = @run AND name = @name AND last_id > @after ORDER BY last_id`,
    ),
    // Beside max(), SQLite takes the other columns from the row that holds the highest.
    before: database.prepare<[Place], BlockEnds & { readonly earlier: number }>(
      `SELECT sum(points) AS earlier, max(last_id) AS newest, first_step, last_step, first_epoch, last_epoch, first_time, last_time
       FROM metric_blocks WHERE run = @run AND name = @name AND last_id <= @after HAVING newest IS NOT NULL`,
    ),
    block: database.prepare<[number], { readings: Uint8Array; places: Uint8Array }>(
      'SELECT readings, places FROM metric_blocks WHERE key = ?',
    ),
    readings: database.prepare<[number, number], { readings: Uint8Array }>(
      'SELECT readings FROM metric_blocks WHERE run = ? AND name = ? ORDER BY last_id',
    ),
    tail: database.prepare<[number, number, number], TailRow>(
      `SELECT id, step, epoch, time, value FROM metric_points
       WHERE run = ? AND name = ? AND id > (SELECT sealed FROM runs WHERE key = ?) ORDER BY id`,
    ),
    lastId: database.prepare<[], { id: number | null }>('SELECT max(id) AS id FROM metric_points'),
    names: database.prepare<[{ id: string }], SeriesName>(
      `SELECT metric_names.name, sum(counted.points) AS points FROM (
         SELECT name, points FROM metric_blocks WHERE run = (SELECT key FROM runs WHERE id = @id)
         UNION ALL
         SELECT metric_points.name, 1 FROM metric_points JOIN runs ON runs.key = metric_points.run
         WHERE runs.id = @id AND metric_points.id > runs.sealed
       ) AS counted JOIN metric_names ON metric_names.key = counted.name
       GROUP BY counted.name ORDER BY metric_names.name`,
    ),
  };
}
