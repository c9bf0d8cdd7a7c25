import { z } from 'zod';
import { datasetIdSchema } from './experiment/data';

/** `assessment.json` in a run's folder: how far a run's doubt can be trusted, as it was found once training was over. */

/** Numbers that say how doubtful a prediction is, the higher the more, by what is predicted. */
export const doubtMeasures = {
  classification: ['entropy', 'mutual-information', 'max-probability', 'energy'],
  regression: ['std', 'weight-std'],
} as const;
export const doubtMeasureSchema = z.enum([...doubtMeasures.classification, ...doubtMeasures.regression]);
export type DoubtMeasure = z.output<typeof doubtMeasureSchema>;

const path = z.string().min(1);
const samples = z.int().min(1).max(100_000);
const count = z.int().min(0);
/** A score of no items is no number, which JSON has no word for. */
const score = z.union([z.number(), z.null()]).transform((value) => value ?? Number.NaN);

/** Data that a run was not trained on: a network should doubt them more than its own test items. */
export const otherDataSchema = z.discriminatedUnion('kind', [
  /** Pixels of any brightness, or standard normal numbers in place of standardised inputs. */
  z.strictObject({ kind: z.literal('noise') }),
  /** The test items of a known data set of pictures, resized where they have another size. */
  z.strictObject({ kind: z.literal('dataset'), dataset: datasetIdSchema }),
  /** What the network could predict for: a folder of pictures, a table, a series, fields. */
  z.strictObject({ kind: z.literal('file'), path }),
]);
export type OtherData = Readonly<z.output<typeof otherDataSchema>>;

/** What a person may ask of an assessment. */
export const assessmentRequestSchema = z.strictObject({
  ood: z.array(otherDataSchema).max(20).default([]),
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

const otherResultSchema = z.strictObject({
  /** In the names of its metrics: `noise`, a data set's name, or a file's without what metrics cannot have. */
  name: z.string().min(1),
  /** What the items are, and what was done to them. */
  title: z.string().min(1),
  items: count,
  detection: z.partialRecord(doubtMeasureSchema, detectionSchema),
});
export type OtherResult = Readonly<z.output<typeof otherResultSchema>>;

export const assessmentSchema = z.strictObject({
  version: z.literal(1),
  /** Training steps of the posterior: another posterior needs another assessment. */
  step: count,
  /** Weight samples behind each prediction. */
  samples,
  /** Of the test split. */
  items: count,
  ood: z.array(otherResultSchema),
});
export type Assessment = Readonly<z.output<typeof assessmentSchema>>;

/** The scores of an assessment by the names that metrics have: `ood.noise.auroc.entropy`. */
export function assessmentMetrics({ ood }: Assessment): Readonly<Record<string, number>> {
  const ofOther = ood.flatMap(({ name, detection }) =>
    Object.entries(detection).flatMap(([measure, scores]) =>
      Object.entries(scores).map(([score, value]) => [`ood.${name}.${score}.${measure}`, value] as const),
    ),
  );
  return Object.fromEntries(ofOther);
}
