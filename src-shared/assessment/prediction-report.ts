import { z } from 'zod';
import { listOf } from '../protocol/list-of';
import { doubtBinsSchema } from './doubt-bins';
import { keptShareSchema } from './kept-share';
import { nllAboveAllSchema } from './nll-above-all';

/** `predictions.json` in the run's folder: what a regression predicts for some items of the test split. */

/** JSON has no NaN: null stands for a value that is not known. */
const value = z.union([z.number(), z.null()]).transform((one) => one ?? Number.NaN);

/** What came before the values to predict, where items are windows of a series. */
const pastSchema = z.strictObject({
  /** [steps, targets], in the targets' own units; the last is of the step before the first that is predicted. */
  values: listOf(value),
  /** ISO 8601: of the first of `values`, of the first step that is predicted, and of the last. */
  times: z.tuple([z.string(), z.string(), z.string()]),
});

const listedValuesSchema = z.strictObject({
  /** Place in the test split. */
  item: z.int().min(0),
  /** Where it comes from, as `row 17`, where its data tell. */
  origin: z.string().optional(),
  /** Root of the mean squared error over its values, each in units of its target's spread. */
  error: value,
  /** Each has targetShape's number of values, row by row, in the targets' own units. */
  truth: listOf(value),
  mean: listOf(value),
  /** Of the prediction as a Gaussian: 90 % lie within 1.645 of it around the mean. */
  std: listOf(value),
  /** The part of it that comes from the weights: the spread of the samples. */
  weightStd: listOf(value),
  past: pastSchema.optional(),
});

const predictedItemSchema = listedValuesSchema.extend({
  /** Taken at equal distances through the split, or for its error. */
  chosen: z.enum(['evenly', 'worst']),
});

const regressionScoreSchema = z.strictObject({
  /** Scores of the first `samples` weight samples; standardised, so that targets of any units count alike. */
  samples: z.int().min(1),
  rmse: value,
  /** Per value, in nats; NaN where one sample alone has no spread. */
  nll: value,
});

const valueDoubtSchema = z.strictObject({
  item: z.int().min(0),
  /** Roots of the mean variances over the item's values: of the noise, and of the samples' means. */
  aleatoric: value,
  epistemic: value,
  /** Root of the mean squared error over its values. */
  error: value,
});

/** Of forecasts, in the target's own unit; of several targets together in standard deviations of each. No numbers where nothing is known. */
const forecastScores = {
  /** Known ones that are scored. */
  values: z.int().min(0),
  rmse: value,
  crps: value,
  /** Shares of the values that central intervals of 50 % and 90 % hold. */
  coverage50: value,
  coverage90: value,
};

const stepScoresSchema = z.strictObject({
  /** Steps, from 1 for the first that is forecast. */
  ahead: z.int().min(1),
  ...forecastScores,
});

const originScoresSchema = z.strictObject({
  /** ISO 8601: the first steps that the earliest and the latest of these forecasts tell. */
  from: z.string(),
  to: z.string(),
  /** Different ones. */
  origins: z.int().min(1),
  ...forecastScores,
});

export const predictionReportSchema = z.strictObject({
  version: z.literal(1),
  /** Of the test split. */
  items: z.int().min(1),
  samples: z.int().min(1),
  /** The last axis runs over `targetNames`: [1] of a table, [horizon, 1] of a series, [height, width, fields]. */
  targetShape: listOf(z.int().min(1)).refine(({ length }) => length > 0),
  targetNames: listOf(z.string()).refine(({ length }) => length > 0),
  targetUnit: z.string().optional(),
  /** For 1, 2, 4, ... and all samples. */
  bySamples: listOf(regressionScoreSchema),
  /** Whether fewer would do; missing in reports of earlier versions. */
  nllAboveAll: nllAboveAllSchema.optional(),
  /**
   * How many known values had a probability integral transform (the share of the prediction below the truth) in each of so
   * many bins of equal width; flat where predictions are calibrated. Missing in reports of earlier versions, as what follows.
   */
  pit: listOf(z.int().min(0)).optional(),
  /** What refusing the items with the widest predictions is worth, in the unit of `doubts`. */
  refusing: listOf(keptShareSchema).optional(),
  /** Why items are doubted, at equal distances through the split: in the target's own unit, or, of several targets, in units of their spreads. */
  doubts: listOf(valueDoubtSchema).optional(),
  /** Of all items, where `doubts` has not all. */
  doubtBins: doubtBinsSchema.optional(),
  /** Items of `doubts`, at equal distances where there is no room for all of them; missing where there is room for few. */
  listedItems: listOf(listedValuesSchema).optional(),
  /** Of a series: by how far ahead a step lies, and by where forecasts begin, in the order of time; missing in reports of earlier versions. */
  byHorizon: listOf(stepScoresSchema).optional(),
  byOrigin: listOf(originScoresSchema).optional(),
  /** By item number. */
  shownItems: listOf(predictedItemSchema),
});
export type PredictionReport = Readonly<z.output<typeof predictionReportSchema>>;
export type PredictedItem = PredictionReport['shownItems'][number];
/** An item with what was predicted of it and what came. */
export type ListedValues = NonNullable<PredictionReport['listedItems']>[number];
export type PastValues = z.output<typeof pastSchema>;
export type ValueDoubt = z.output<typeof valueDoubtSchema>;
export type StepScores = Readonly<z.output<typeof stepScoresSchema>>;
export type OriginScores = Readonly<z.output<typeof originScoresSchema>>;
export type RegressionScore = PredictionReport['bySamples'][number];

/** Standard deviations that 90 % of a Gaussian lie within. */
const outside = 1.645;

/** Whether an item came out further from what was predicted than 90 % should. */
export function isFarOff({ error, aleatoric, epistemic }: ValueDoubt): boolean {
  return error > outside * Math.hypot(aleatoric, epistemic);
}
