import type { SeriesOptions } from '../../../src-shared/data/series';
import { goingBetween, type RunGap } from '../../../src-shared/runs/run-time';
import { bucketEnds, bucketMeans } from './bucket-means';
import type { CurvePoints, Extreme } from './metric-block';
import { reducedIndices } from './reduce-curve';

/** What a block says of all its points without being unpacked. */
export interface BlockTally {
  readonly points: number;
  readonly nonPositive: number;
  readonly notFinite: number;
}

/** The points of a curve that are to be drawn, and the tally of those they stand for. */
export interface DrawnPoints {
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Each point's place among all points of the curve, counted from 0. */
  readonly indices: readonly number[];
  /** How many of them are in the range. */
  readonly shown: number;
  readonly total: number;
  readonly nonPositive: number;
  readonly notFinite: number;
}

interface PlacedPoint {
  readonly x: number;
  readonly y: number;
  readonly index: number;
}

/** What places points on the time axis. */
export interface CurveTimes {
  /** When the run began, in milliseconds since the Unix epoch. */
  readonly origin: number;
  readonly gaps: readonly RunGap[];
}

/** Gathers a curve's points within a range of x, in their order, and reduces them at the end. */
export class CurveBuilder {
  readonly #x: number[] = [];
  readonly #y: number[] = [];
  readonly #indices: number[] = [];
  #total = 0;
  #nonPositive = 0;
  #notFinite = 0;
  /** Where the point before those gathered stands: from there on the first of them stands for its values. */
  #preceding = 0;
  #before: PlacedPoint | undefined;
  #beyond: PlacedPoint | undefined;
  readonly #options: SeriesOptions;
  readonly #times: CurveTimes;
  readonly #lastId: number;

  /**
   * @param lastId points that came later are left for the next answer
   */
  constructor(options: SeriesOptions, times: CurveTimes, lastId: number) {
    this.#options = options;
    this.#times = times;
    this.#lastId = lastId;
  }

  /** A block of which every point is in the range, by its extremes. @param base index of its first point */
  addExtremes(
    { points, nonPositive, notFinite }: BlockTally,
    extremes: readonly Extreme[],
    base: number,
  ): void {
    this.#total += points;
    this.#nonPositive += nonPositive;
    this.#notFinite += notFinite;
    for (const { index, step, epoch, time, value } of extremes)
      this.#push(this.place(step, epoch, time), value, base + index);
  }

  /** Those of the points that are in the range, and its neighbours. @param base index of the first */
  addPoints({ ids, steps, epochs, times, values }: CurvePoints, base: number): void {
    for (let index = 0; index < values.length; index += 1) {
      const x = this.place(steps[index], epochs[index], times[index]);
      const value = values[index];
      if (!this.#isNew(ids[index]) || !this.isInRange(x)) {
        this.#pass({ x, y: value, index: base + index }, ids[index]);
        continue;
      }
      this.#total += 1;
      if (!Number.isFinite(value)) this.#notFinite += 1;
      else if (value <= 0) this.#nonPositive += 1;
      this.#push(x, value, base + index);
    }
  }

  /** All that is before what was asked for, up to a point that stands here, has been left out. */
  startAfter(x: number): void {
    this.#preceding = x;
  }

  /** A point that is not new or not in the range. */
  #pass(point: PlacedPoint, id: number): void {
    const {
      from = Number.NEGATIVE_INFINITY,
      to = Number.POSITIVE_INFINITY,
      after,
      neighbours,
    } = this.#options;
    if (id <= after || point.x < from) this.#preceding = point.x;
    if (!neighbours || !this.#isNew(id)) return;
    if (point.x < from) this.#before = point;
    else if (point.x > to) this.#beyond ??= point;
  }

  drawn(): DrawnPoints {
    const x = this.#x;
    const y = this.#y;
    const options = this.#options;
    const isMeans = options.keep === 'means' && x.length > options.points;
    const kept = isMeans ? bucketEnds(x.length, options.points) : this.#kept();
    const values = isMeans ? bucketMeans(x, y, kept, this.#preceding) : kept.map((index) => y[index]);
    const within = kept.map((index, place) => ({
      x: x[index],
      y: values[place],
      index: this.#indices[index],
    }));
    const points = [this.#before ?? [], within, this.#beyond ?? []].flat();
    return {
      x: points.map((point) => point.x),
      y: points.map((point) => point.y),
      indices: points.map(({ index }) => index),
      shown: kept.length,
      total: this.#total,
      nonPositive: this.#nonPositive,
      notFinite: this.#notFinite,
    };
  }

  /** The first and the last point are always shown, smoothed or not: where a curve stands now is what people look for. */
  #kept(): readonly number[] {
    const { points } = this.#options;
    const { length } = this.#x;
    if (length <= points) return reducedIndices(this.#x, this.#y, points);
    return [...new Set([0, ...reducedIndices(this.#x, this.#y, points - 2), length - 1])];
  }

  place(step: number, epoch: number, time: number): number {
    const { axis } = this.#options;
    if (axis === 'step') return step;
    if (axis === 'epoch') return epoch;
    const { origin, gaps } = this.#times;
    return time < origin ? (time - origin) / 1000 : goingBetween(origin, time, gaps) / 1000;
  }

  isInRange(x: number): boolean {
    const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = this.#options;
    return x >= from && x <= to;
  }

  /** Whether the range begins after this place. */
  isBefore(x: number): boolean {
    return x < (this.#options.from ?? Number.NEGATIVE_INFINITY);
  }

  #isNew(id: number): boolean {
    return id > this.#options.after && id <= this.#lastId;
  }

  /** Whether the range lies between two points. */
  isBetween(first: number, last: number): boolean {
    const { from, to } = this.#options;
    return from !== undefined && to !== undefined && first < from && last > to;
  }

  #push(x: number, y: number, index: number): void {
    this.#x.push(x);
    this.#y.push(y);
    this.#indices.push(index);
  }
}
