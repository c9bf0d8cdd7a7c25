import { z } from 'zod';

/** `calibration.json` in a run's folder: what its validation split said of its predictions once training was over. */

/** Ways to calibrate, by what they are of. */
export const calibrationMethods = {
  classification: ['temperature', 'aps', 'raps'],
  regression: ['locally-weighted', 'cqr'],
} as const;

export const calibrationMethodSchema = z.enum([
  ...calibrationMethods.classification,
  ...calibrationMethods.regression,
]);
export type CalibrationMethod = z.output<typeof calibrationMethodSchema>;

/** Share of the truths that sets and intervals are to hold. */
const coverage = z.number().gt(0).lt(1);
const samples = z.int().min(1).max(100_000);
const count = z.int().min(0);
/** A score of no items is no number, which JSON has no word for. */
const score = z.union([z.number(), z.null()]).transform((value) => value ?? Number.NaN);

/** What a person may ask of a calibration. */
export const calibrationRequestSchema = z.strictObject({
  /** Without it temperature and RAPS for classes, locally weighted intervals for values. */
  method: calibrationMethodSchema.optional(),
  coverage: coverage.default(0.9),
  samples: samples.optional(),
});
export type CalibrationRequest = Readonly<z.input<typeof calibrationRequestSchema>>;

const classScores = z.strictObject({ nll: score, ece: score });

const temperatureSchema = z.strictObject({
  /** What logarithms of pooled probabilities are divided by: above 1 the run was too sure. */
  temperature: z.number().positive(),
  /** On the test split; NLL in nats per item. */
  before: classScores,
  after: classScores,
});
export type TemperatureCalibration = Readonly<z.output<typeof temperatureSchema>>;

const classSetsSchema = z.strictObject({
  method: z.enum(calibrationMethods.classification).exclude(['temperature']),
  coverage,
  /** A class is in the set where its score is not above it. */
  threshold: z.number(),
  /** On the test split. */
  found: z.strictObject({ coverage: score, classes: score }),
});
export type ClassSets = Readonly<z.output<typeof classSetsSchema>>;

const valueIntervalsSchema = z.strictObject({
  method: z.enum(calibrationMethods.regression),
  coverage,
  /** One for each target: in predictive standard deviations, or standardised units that quantiles are moved by. */
  thresholds: z.array(z.number()).min(1),
  /** On the test split, one for each target; widths in its own unit. */
  found: z.array(z.strictObject({ coverage: score, width: score })).min(1),
});
export type ValueIntervals = Readonly<z.output<typeof valueIntervalsSchema>>;

export const calibrationSchema = z.strictObject({
  version: z.literal(1),
  /** Training steps of the posterior that was calibrated: another posterior needs another calibration. */
  step: count,
  /** Weight samples behind each prediction. */
  samples,
  /** Of the validation split, which it was fitted on, and of the test split. */
  items: count,
  testItems: count,
  temperature: temperatureSchema.optional(),
  sets: classSetsSchema.optional(),
  intervals: valueIntervalsSchema.optional(),
});
export type Calibration = Readonly<z.output<typeof calibrationSchema>>;
