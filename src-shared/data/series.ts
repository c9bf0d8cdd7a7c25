import { z } from 'zod';

export const seriesAxisSchema = z.enum(['step', 'epoch', 'time']);
/** `time` is in seconds since the run began, gaps left out, so that runs of different days lie over each other. */
export type SeriesAxis = z.output<typeof seriesAxisSchema>;

/** At most this many curves come with one answer. */
export const mostCurves = 200;

export const seriesOptionsSchema = z.strictObject({
  axis: seriesAxisSchema.default('step'),
  /** Range of x, both ends included; without them, all. */
  from: z.number().optional(),
  to: z.number().optional(),
  /** Whether the nearest point before the range and the nearest after it come too, so that a line reaches its ends. */
  neighbours: z.boolean().default(false),
  /** At most this many points of a curve; where there are more, `keep` says what stands for those of a bucket. */
  points: z.int().min(4).max(20_000).default(1000),
  /**
   * The lowest and the highest, so that no spike is lost; or, at the bucket's last x, the mean of all, each weighted
   * by its distance from the point before, so that means of means stay what they were.
   */
  keep: z.enum(['extremes', 'means']).default('extremes'),
  /** Weight of the past in the exponential mean, 0 for none; computed on every point whatever is drawn. */
  smoothing: z.number().min(0).lt(1).default(0),
  /** Only points that came after the answer with this `lastId`, for curves that are drawn already. */
  after: z.int().min(0).default(0),
});
export type SeriesOptions = Readonly<z.output<typeof seriesOptionsSchema>>;

/** One run's curve of one metric, reduced as the options ask. */
export interface Curve {
  readonly runId: string;
  /** In the order of the steps, with the neighbours of the range where they were asked for. */
  readonly x: readonly number[];
  /** NaN and infinities where the metric was that. */
  readonly y: readonly number[];
  /** The exponential mean at the same points; empty without smoothing. */
  readonly smoothed: readonly number[];
  /** Points in the range: "showing `shown` of `total`". */
  readonly total: number;
  readonly shown: number;
  /** Points in the range that are finite but have no place on a logarithmic y axis. */
  readonly nonPositive: number;
  /** Points in the range that are NaN or infinite. */
  readonly notFinite: number;
  /** Where the next answer goes on, as `after`; the same for all curves of an answer. */
  readonly lastId: number;
  /** How often the run has gone back to an earlier step: what was read at another number may hold removed points. */
  readonly rewinds: number;
}

/** What a run has measured, for choosing charts. */
export interface SeriesName {
  readonly name: string;
  readonly points: number;
}
