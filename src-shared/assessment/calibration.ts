import { z } from 'zod';

/** `calibration.json` in a run's folder: what its validation split said of its predictions once training was over. */

/** Ways to calibrate, by what they are of. */
export const calibrationMethods = {
  classification: ['temperature', 'beta', 'isotonic', 'aps', 'raps'],
  segmentation: ['temperature'],
  regression: ['locally-weighted', 'cqr', 'isotonic'],
} as const;

export const calibrationMethodSchema = z.enum([
  ...calibrationMethods.classification,
  ...calibrationMethods.regression,
]);
export type CalibrationMethod = z.output<typeof calibrationMethodSchema>;

/** Whether a method gives sets or intervals that hold a share of the truths, which a person chooses; others put probabilities right. */
export function promisesCoverage(method: CalibrationMethod): boolean {
  return method !== 'temperature' && method !== 'beta' && method !== 'isotonic';
}

/** Share of the truths that sets and intervals are to hold. */
const coverage = z.number().gt(0).lt(1);
const samples = z.int().min(1).max(100_000);
const count = z.int().min(0);
/** A score of no items is no number, which JSON has no word for. */
const score = z.union([z.number(), z.null()]).transform((value) => value ?? Number.NaN);

/** What a person may ask of a calibration. */
export const calibrationRequestSchema = z.strictObject({
  /** Without it temperature and RAPS for classes, temperature for class maps, locally weighted intervals for values. */
  method: calibrationMethodSchema.optional(),
  coverage: coverage.default(0.9),
  samples: samples.optional(),
});
export type CalibrationRequest = Readonly<z.input<typeof calibrationRequestSchema>>;

const classScores = z.strictObject({ nll: score, ece: score });

const temperatureSchema = z.strictObject({
  /** What logarithms of pooled probabilities are divided by: above 1 the run was too sure. */
  temperature: z.number().positive(),
  /** On the test split; NLL in nats per item, of class maps per pixel. */
  before: classScores,
  after: classScores,
});
export type TemperatureCalibration = Readonly<z.output<typeof temperatureSchema>>;

/** Before and after, on the test split: class by class the most likely one can become another. */
const mapScores = classScores.extend({ accuracy: score });

/** Rises in straight lines from point to point, and is level beyond its ends. */
const curveSchema = z.strictObject({ at: z.array(z.number()).min(1), values: z.array(z.number()).min(1) });
export type Curve = Readonly<z.output<typeof curveSchema>>;

const isotonicClassesSchema = z.strictObject({
  /** One a class: how often it came where its pooled probability was so large. */
  curves: z.array(curveSchema).min(2),
  before: mapScores,
  after: mapScores,
});
export type IsotonicClasses = Readonly<z.output<typeof isotonicClassesSchema>>;

const betaMapSchema = z.strictObject({ a: z.number().min(0), b: z.number().min(0), c: z.number() });
export type BetaMap = Readonly<z.output<typeof betaMapSchema>>;

const betaClassesSchema = z.strictObject({
  /** One a class: its odds become exp(c) p^a / (1 - p)^b. */
  maps: z.array(betaMapSchema).min(2),
  before: mapScores,
  after: mapScores,
});
export type BetaClasses = Readonly<z.output<typeof betaClassesSchema>>;

/**
 * Of a regression's quantiles at the levels 5, 10, ..., 95 %: how far the share of values below each lies from its level, the mean; and
 * the mean pinball loss of those that predictions have (5, 25, 50, 75, 95 %), in the target's own unit.
 */
const quantileScores = z.strictObject({ error: score, pinball: score });

const quantileCurveSchema = z.strictObject({
  /** Share of the validation values below the quantile of each level. */
  curve: curveSchema,
  before: quantileScores,
  after: quantileScores,
});
export type QuantileCurve = Readonly<z.output<typeof quantileCurveSchema>>;

const classSetsSchema = z.strictObject({
  method: z.enum(calibrationMethods.classification).extract(['aps', 'raps']),
  coverage,
  /** A class is in the set where its score is not above it. */
  threshold: z.number(),
  /** On the test split. */
  found: z.strictObject({ coverage: score, classes: score }),
});
export type ClassSets = Readonly<z.output<typeof classSetsSchema>>;

const valueIntervalsSchema = z.strictObject({
  method: z.enum(calibrationMethods.regression).exclude(['isotonic']),
  coverage,
  /** One for each target: in predictive standard deviations, or standardised units that quantiles are moved by. */
  thresholds: z.array(z.number()).min(1),
  /** On the test split, one for each target; widths in its own unit. */
  found: z.array(z.strictObject({ coverage: score, width: score })).min(1),
});
export type ValueIntervals = Readonly<z.output<typeof valueIntervalsSchema>>;

/** What was fitted of one likelihood, by the methods that were asked for. */
const fittedSchema = z.strictObject({
  /** Names of the targets, where there are several: what is said of each stands in their order. */
  targets: z.array(z.string()).optional(),
  temperature: temperatureSchema.optional(),
  beta: betaClassesSchema.optional(),
  isotonic: isotonicClassesSchema.optional(),
  /** One for each target. */
  quantiles: z.array(quantileCurveSchema).min(1).optional(),
  sets: classSetsSchema.optional(),
  intervals: valueIntervalsSchema.optional(),
});
export type Fitted = Readonly<z.output<typeof fittedSchema>>;

export const calibrationSchema = fittedSchema.extend({
  version: z.literal(1),
  /** Training steps of the posterior that was calibrated: another posterior needs another calibration. */
  step: count,
  /** Weight samples behind each prediction. */
  samples,
  /** Of the validation split, which it was fitted on, and of the test split. */
  items: count,
  testItems: count,
  /** Of each of several heads, which has a likelihood of its own. */
  heads: z.array(fittedSchema.extend({ name: z.string().min(1) })).optional(),
});
export type Calibration = Readonly<z.output<typeof calibrationSchema>>;

/** What a calibration says of one head: as that of a run that predicts nothing else. Undefined where it says nothing of it. */
export function calibrationOfHead(calibration: Calibration, head: string): Calibration | undefined {
  const own = calibration.heads?.find(({ name }) => name === head);
  if (!own) return undefined;
  const { name: _, ...fitted } = own;
  const { version, step, samples: drawn, items, testItems } = calibration;
  return { version, step, samples: drawn, items, testItems, ...fitted };
}
