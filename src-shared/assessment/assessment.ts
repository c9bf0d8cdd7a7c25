import { z } from 'zod';
import { datasetIdSchema } from '../experiment/data';
import { listOf } from '../protocol/list-of';
import { askedCorruptionsSchema } from './corruptions';
import { drawnTogetherSchema } from './drawn-together';
import { keptShareSchema } from './kept-share';
import { predictiveCheckSchema } from './predictive-check';

/** `assessment.json` in a run's folder: how far a run's doubt can be trusted, as it was found once training was over. */

/** Numbers that say how doubtful a prediction is, the higher the more, by what is predicted. */
export const doubtMeasures = {
  classification: ['entropy', 'mutual-information', 'max-probability', 'energy', 'disagreement'],
  segmentation: ['entropy', 'mutual-information', 'max-probability'],
  regression: ['std', 'weight-std'],
} as const;
export const doubtMeasureSchema = z.enum([...doubtMeasures.classification, ...doubtMeasures.regression]);
export type DoubtMeasure = z.output<typeof doubtMeasureSchema>;

/** Parts of a doubt that are the data's: they tell other data from no one's, and stand beside what is of the weights. */
const dataDoubts = ['expected-entropy', 'noise-std'] as const;
export const shownDoubtSchema = z.enum([...doubtMeasureSchema.options, ...dataDoubts]);
export type ShownDoubt = z.output<typeof shownDoubtSchema>;

const path = z.string().min(1);
const samples = z.int().min(1).max(100_000);
const count = z.int().min(0);
/** A score of no items is no number, which JSON has no word for; between processes it is one. */
const score = z.union([z.number(), z.nan(), z.null()]).transform((value) => value ?? Number.NaN);

/** More values of one likelihood are judged together alone. */
export const mostJudgedAlone = 64;

/** Data that a run was not trained on: a network should doubt them more than its own test items. */
export const otherDataSchema = z.discriminatedUnion('kind', [
  /** Pixels of any brightness, or standard normal numbers in place of standardised inputs. */
  z.strictObject({ kind: z.literal('noise') }),
  /** Test items of the classes that were left out of training. */
  z.strictObject({ kind: z.literal('left-out') }),
  /** The test items of a known data set of pictures, resized where they have another size. */
  z.strictObject({ kind: z.literal('dataset'), dataset: datasetIdSchema }),
  /** What the network could predict for: a folder of pictures, a table, a series, fields. */
  z.strictObject({ kind: z.literal('file'), path }),
]);
export type OtherData = Readonly<z.output<typeof otherDataSchema>>;

/** What a person may ask of an assessment. */
export const assessmentRequestSchema = z.strictObject({
  ood: z.array(otherDataSchema).max(20).default([]),
  /** Files or folders of the person's own, of the kind that was trained on, that say what came of each item. */
  data: z.array(path).max(20).default([]),
  /** What test items are told apart by: columns of a table, or `class`, `target`, `hour`, `weekday`, `month`. */
  by: z.array(z.string().min(1)).max(20).default([]),
  /** Spoils the test pictures, ever more: in all ways, or in those that are named. */
  corruptions: askedCorruptionsSchema.default(false),
  /** Drops ever more of the weights, those with the least signal to noise first. */
  pruning: z.boolean().default(false),
  /** A file that ends in .csv or .parquet, for what is predicted for every test item. */
  out: path.optional(),
  samples: samples.optional(),
});
export type AssessmentRequest = Readonly<z.input<typeof assessmentRequestSchema>>;

const detectionSchema = z.strictObject({
  /** How often an item of other data is more doubtful than a test item; 0.5 is chance. */
  auroc: score,
  /** Average precision with other data as what is to be found. */
  aupr: score,
  /** Share of test items that are taken for other data where 95 % of those are found. */
  fpr95: score,
});
export type Detection = Readonly<z.output<typeof detectionSchema>>;

/** How doubtful items were, by measure: quantiles at 0, 1, ... 100 %, so that they are as many however many items there were. */
const doubtQuantilesSchema = z.partialRecord(shownDoubtSchema, listOf(score));
export type DoubtQuantiles = Readonly<z.output<typeof doubtQuantilesSchema>>;

/** Where a file or folder of a person's own lies; missing in evaluations of earlier versions. */
const pathOfItems = path.optional();

/** How well each measure of doubt tells other data from the test items. */
const detectionsSchema = z.partialRecord(doubtMeasureSchema, detectionSchema);

export const otherResultSchema = z.strictObject({
  /** In the names of its metrics: `noise`, a data set's name, or a file's without what metrics cannot have. */
  name: z.string().min(1),
  /** What the items are, and what was done to them. */
  title: z.string().min(1),
  path: pathOfItems,
  items: count,
  /** None where each target has a likelihood of its own. */
  detection: detectionsSchema,
  /** Missing in evaluations of earlier versions. */
  doubts: doubtQuantilesSchema.optional(),
  /** Of each head, and of each of several values. */
  targets: listOf(
    z.strictObject({ name: z.string().min(1), detection: detectionsSchema, doubts: doubtQuantilesSchema }),
  ).optional(),
});
export type OtherResult = Readonly<z.output<typeof otherResultSchema>>;

/** The ends of a central 95 % interval by drawing the items anew. */
const interval = z.tuple([score, score]).readonly();

/** Scores of a classification's test items. */
const classScoresSchema = z.strictObject({
  accuracy: score,
  /** In nats per item. */
  nll: score,
  brier: score,
  ece: score,
  /** Of classes with an order. */
  rps: score.optional(),
  rankError: score.optional(),
});

const calibrationErrorsSchema = z.strictObject({
  /** Of the most likely class, over bins of equal numbers of items; as a root mean square without what chance adds. */
  adaptive: score,
  adaptiveDebiased: score,
  /** Over bins of equal width, as a root mean square without what chance adds. */
  debiased: score,
  /** Mean over the classes; over bins of equal width, and over bins of equal numbers of items among probabilities above 0.01. */
  classwise: score,
  thresholded: score,
});

const refusingSchema = z.strictObject({
  /** Areas under selective and generalised risk over coverage. */
  aurc: score,
  augrc: score,
  /** Largest share of items that can be answered with at most 5 % wrong. */
  coverageAt5: score,
});

/** How right a classification is, how well its confidence says so, and what refusing is worth. */
const classesSchema = z.strictObject({
  scores: classScoresSchema,
  calibration: calibrationErrorsSchema,
  refusing: refusingSchema,
  /** How often a single sample names another class than all together, and of how many items some does; as what follows missing in evaluations of earlier versions. */
  disagreement: z.strictObject({ mean: score, items: score }).optional(),
  checks: listOf(predictiveCheckSchema).optional(),
  /** How right always naming the class is that is commonest in training. */
  commonest: z.strictObject({ name: z.string(), accuracy: score }).optional(),
  /** Of each class that items are of or were named: how many of its items are named so, and of those named so are of it; of up to 100 classes. */
  each: listOf(
    z.strictObject({ name: z.string(), items: count, recall: score, precision: score }),
  ).optional(),
  /** The mean of the recalls. */
  balancedAccuracy: score.optional(),
  /** 1 - NLL / NLL of telling each class by its share of the training items. */
  skill: z.strictObject({ classShares: score }).optional(),
  intervals: z.strictObject({
    accuracy: interval,
    nll: interval,
    brier: interval,
    aurc: interval,
    augrc: interval,
  }),
  /** Where intervals draw items together. */
  drawn: drawnTogetherSchema.optional(),
});
export type AssessedClassScores = Readonly<z.output<typeof classesSchema>>;

/**
 * How right values are, how well their spread says so, and what refusing the widest is worth. In the target's own unit; of several
 * targets, whose units do not add up, in standard deviations of each.
 */
const valuesSchema = z.strictObject({
  scores: z.strictObject({ rmse: score, mae: score, nll: score, crps: score }),
  calibration: z.strictObject({
    coverage50: score,
    coverage90: score,
    /** Root mean square, over quantiles from 5 to 95 %, of the share of values below less what the quantile promises. */
    quantileError: score,
  }),
  /** Root of the mean predictive variance; mean widths of central intervals. */
  sharpness: z.strictObject({ std: score, width50: score, width90: score }),
  quantiles: z.strictObject({ interval50: score, interval90: score, pinball: score }),
  /** Of all values of an item together, where there are several. */
  together: z.strictObject({ energy: score, variogram: score }).optional(),
  /**
   * 1 - CRPS / CRPS of predicting each target by all its values in the training items, and of predicting by what came last before it, of
   * series and fields.
   */
  skill: z.strictObject({ climatology: score, persistence: score.optional() }),
  /** Of up to 4000 values at equal distances; missing in evaluations of earlier versions. */
  checks: listOf(predictiveCheckSchema).optional(),
  /** Of squared errors. */
  refusing: z.strictObject({ aurc: score, augrc: score }),
  intervals: z.strictObject({
    rmse: interval,
    mae: interval,
    nll: interval,
    crps: interval,
    skill: interval,
    /** Of the skill over persistence. */
    persistence: interval.optional(),
  }),
  /** Where intervals draw items together. */
  drawn: drawnTogetherSchema.optional(),
});
export type AssessedValueScores = Readonly<z.output<typeof valuesSchema>>;

/** How right the pixels of class maps are, how well their confidence says so, and what refusing pixels is worth; means over pixels. */
const mapsSchema = z.strictObject({
  /** That count. */
  pixels: count,
  scores: z.strictObject({
    accuracy: score,
    /** Means over the classes that pixels are of or were named. */
    meanIoU: score,
    dice: score,
    /** In nats per pixel. */
    nll: score,
    brier: score,
    ece: score,
    /** Of the pixels near boundaries; NaN where there are none. */
    boundaryEce: score,
  }),
  refusing: refusingSchema,
  /** What is wrong of the pixels that are left. */
  curve: listOf(keptShareSchema),
  /** Whole items are drawn, since the pixels of one are alike. */
  intervals: z.strictObject({
    accuracy: interval,
    meanIoU: interval,
    dice: interval,
    nll: interval,
    brier: interval,
  }),
  /** Where intervals draw items together. */
  drawn: drawnTogetherSchema.optional(),
});
export type AssessedMapScores = Readonly<z.output<typeof mapsSchema>>;

/** Of one head, or of one of several values: as of a network that predicts nothing else. */
const targetScoresSchema = z.strictObject({
  name: z.string().min(1),
  classes: classesSchema.optional(),
  values: valuesSchema.optional(),
  /** Of the test items. */
  doubts: doubtQuantilesSchema.optional(),
});
export type TargetScores = Readonly<z.output<typeof targetScoresSchema>>;

/**
 * Scores of some items. Where heads have a likelihood each there are those of each alone; where one likelihood has several values
 * there are those of all together, and of each.
 */
const scoredSchema = z.strictObject({
  /** Where classes are predicted. */
  classes: classesSchema.optional(),
  /** Where values are. */
  values: valuesSchema.optional(),
  /** Where a class is predicted for each pixel. */
  maps: mapsSchema.optional(),
  /** Of each head, and of each of several values; missing where there is one, and in evaluations of earlier versions. */
  targets: listOf(targetScoresSchema).optional(),
});
export type Scored = Readonly<z.output<typeof scoredSchema>>;

export const corruptionResultSchema = z.strictObject({
  /** How the test pictures were spoilt; `none` at severity 0. */
  kind: z.string().min(1),
  severity: z.int().min(0).max(5),
  items: count,
  accuracy: score,
  nll: score,
  ece: score,
});
export type CorruptionResult = Readonly<z.output<typeof corruptionResultSchema>>;

/** Of several heads together the sum of their negative log-likelihoods. */
const prunedScores = z.partialRecord(z.enum(['accuracy', 'rmse', 'nll']), score);

export const prunedResultSchema = z.strictObject({
  /** Of the weights that have a distribution, dropped; and how many they are. */
  share: z.number().min(0).max(1),
  weights: count,
  /** What the |mean| / standard deviation of those lies below. */
  below: score,
  items: count,
  scores: prunedScores,
  /** Of each head, and of each of several values. */
  targets: listOf(z.strictObject({ name: z.string().min(1), scores: prunedScores })).optional(),
});
export type PrunedResult = Readonly<z.output<typeof prunedResultSchema>>;

/** Scores of parts of the test items. */
const groupedResultSchema = z.strictObject({
  /** What they are told apart by. */
  name: z.string().min(1),
  parts: z.array(
    scoredSchema.extend({
      name: z.string().min(1),
      items: count,
    }),
  ),
});
export type GroupedResult = Readonly<z.output<typeof groupedResultSchema>>;

/** Scores on data of a person's own that say what came of each item. */
export const labelledResultSchema = scoredSchema.extend({
  /** In the names of its metrics: the file's without what metrics cannot have. */
  name: z.string().min(1),
  /** The file or folder. */
  title: z.string().min(1),
  path: pathOfItems,
  items: count,
  /** What a person should know of them: whole sentences. */
  notes: z.array(z.string()),
});
export type LabelledResult = Readonly<z.output<typeof labelledResultSchema>>;

export const assessmentSchema = scoredSchema.extend({
  version: z.literal(1),
  /** Training steps of the posterior: another posterior needs another assessment. */
  step: count,
  /** Weight samples behind each prediction. */
  samples,
  /** Of the test split. */
  items: count,
  /** Of the test items; missing in evaluations of earlier versions. */
  doubts: doubtQuantilesSchema.optional(),
  ood: z.array(otherResultSchema),
  /** Of parts of the test items, where that was asked for. */
  groups: z.array(groupedResultSchema).optional(),
  /** Of data of a person's own, where that was asked for. */
  labelled: z.array(labelledResultSchema).optional(),
  /** Of test pictures that were spoilt, where that was asked for. */
  corruptions: z.array(corruptionResultSchema).optional(),
  /** With ever more weights dropped, where that was asked for. */
  pruning: z.array(prunedResultSchema).optional(),
});
export type Assessment = Readonly<z.output<typeof assessmentSchema>>;
