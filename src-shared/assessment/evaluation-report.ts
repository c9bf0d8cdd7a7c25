import { z } from 'zod';
import { listOf } from '../protocol/list-of';
import { doubtBinsSchema } from './doubt-bins';
import { keptShareSchema } from './kept-share';
import { nllAboveAllSchema } from './nll-above-all';

/** `evaluation.json` in the run's folder: what the test split's predictions say sample by sample. */

const score = z.union([z.number(), z.null()]).transform((value) => value ?? Number.NaN);

export const reliabilityBinSchema = z.strictObject({
  /** Confidences in (low, high], the first bin also 0. */
  low: z.number(),
  high: z.number(),
  items: z.int().min(0),
  /** Mean confidence and share of right answers; null where the bin is empty. */
  confidence: z.number().nullable(),
  accuracy: z.number().nullable(),
});

export const sampleScoreSchema = z.strictObject({
  /** Scores of the mean of the first `samples` weight samples. */
  samples: z.int().min(1),
  accuracy: score,
  nll: score,
  brier: score,
  ece: score,
});

const doubtSchema = z.strictObject({
  item: z.int().min(0),
  /** Mean entropy of single samples, and mutual information, in nats. */
  aleatoric: score,
  epistemic: score,
  isRight: z.boolean(),
});

const listedItemSchema = z.strictObject({
  item: z.int().min(0),
  /** Where it comes from, as `row 17`, where its data tell. */
  origin: z.string().optional(),
  label: z.int().min(0),
  predicted: z.int().min(0),
  /** Pooled probability of the class that it was taken for. */
  confidence: score,
  /** As of doubts. */
  aleatoric: score,
  epistemic: score,
  /** Base64 of the picture's bytes, where there was room for it. */
  pixels: z.string().optional(),
});

const evaluatedItemSchema = z.strictObject({
  item: z.int().min(0),
  label: z.int().min(0),
  predicted: z.int().min(0),
  /** Entropy of the pooled prediction in nats: total uncertainty. */
  entropy: score,
  /** In nats: the epistemic part. */
  mutualInformation: score,
  /** Negative log-likelihood of the label in nats: high for sure and wrong. */
  error: score,
  /** Pooled over all samples, one per class. */
  probabilities: listOf(score),
  /** The same of each weight sample: [samples][classes]. */
  bySample: listOf(listOf(score)),
  height: z.int().min(1),
  width: z.int().min(1),
  channels: z.int().min(1),
  /** Base64 of height x width x channels bytes. */
  pixels: z.string(),
});

export const evaluationReportSchema = z.strictObject({
  version: z.literal(1),
  /** Of the test split. */
  items: z.int().min(1),
  samples: z.int().min(1),
  classNames: listOf(z.string()),
  reliability: listOf(reliabilityBinSchema),
  /** For 1, 2, 4, ... and all samples. */
  bySamples: listOf(sampleScoreSchema),
  /** Whether fewer would do; missing in reports of earlier versions. */
  nllAboveAll: nllAboveAllSchema.optional(),
  /** What refusing the least confident is worth, by rising coverage; missing in reports of earlier versions. */
  refusing: listOf(keptShareSchema).optional(),
  /** Why items are doubted, at equal distances through the split; missing in reports of earlier versions. */
  doubts: listOf(doubtSchema).optional(),
  /** Of all items, where `doubts` has not all. */
  doubtBins: doubtBinsSchema.optional(),
  /** How many items of each class were taken for each; missing in reports of earlier versions, as what follows. */
  confusion: listOf(
    z.strictObject({ label: z.int().min(0), predicted: z.int().min(0), items: z.int().min(1) }),
  ).optional(),
  /** Height, width and channels of pictures among the listed items. */
  pictureShape: z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]).optional(),
  /** All items of `doubts`, and those that were named wrong, by item number. */
  listedItems: listOf(listedItemSchema).optional(),
  /** The union of the items highest in entropy, in mutual information and in error, by item number. */
  shownItems: listOf(evaluatedItemSchema),
});
export type EvaluationReport = Readonly<z.output<typeof evaluationReportSchema>>;
export type ItemDoubt = z.output<typeof doubtSchema>;
export type ListedItem = Readonly<z.output<typeof listedItemSchema>>;
export type ReliabilityBin = EvaluationReport['reliability'][number];
export type SampleScore = EvaluationReport['bySamples'][number];
export type EvaluatedItem = EvaluationReport['shownItems'][number];
