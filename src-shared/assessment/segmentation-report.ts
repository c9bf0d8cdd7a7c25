import { z } from 'zod';
import { listOf } from '../protocol/list-of';
import { reliabilityBinSchema, sampleScoreSchema } from './evaluation-report';
import { keptShareSchema } from './kept-share';
import { nllAboveAllSchema } from './nll-above-all';

/** `segmentation.json` in the run's folder: what the test split's class maps say, and those that are doubted most. */

/** JSON has no NaN: null stands for a value that is not known. */
const value = z.union([z.number(), z.null()]).transform((one) => one ?? Number.NaN);

const classScoreSchema = z.strictObject({
  name: z.string(),
  /** Test pixels that are of it. */
  pixels: z.int().min(0),
  /** Intersection over union, and Dice coefficient; NaN where no pixel is of it or was named so. */
  iou: value,
  dice: value,
});

/** Values from 0 up, as base64 of a byte a pixel: 255 stands for the largest. */
const bytesMapSchema = z.strictObject({ largest: value, bytes: z.string() });

const mapDoubtSchema = z.strictObject({
  /** Means over the item's pixels that count, in nats: predictive entropy, its epistemic part, and NLL. */
  entropy: value,
  mutualInformation: value,
  error: value,
});

const mapDotSchema = z.strictObject({
  item: z.int().min(0),
  /** Means over its pixels that count, in nats: of single samples' entropy, and of mutual information. */
  aleatoric: value,
  epistemic: value,
  /** Share of its pixels that are named right. */
  accuracy: value,
});

const shownMapSchema = mapDoubtSchema.extend({
  /** Place in the test split. */
  item: z.int().min(0),
  /** Share of its pixels that are named right. */
  accuracy: value,
  /** Base64 of a byte a pixel, the label; 255 where it is ignored. */
  truth: z.string(),
  named: z.string(),
  /** In nats. */
  entropies: bytesMapSchema,
  mutualInformations: bytesMapSchema,
  /** Base64 of a byte a pixel: the place in `refusing` from which on it is kept; missing in reports of earlier versions. */
  keptFrom: z.string().optional(),
  /** What the maps lie on, where it can be drawn: base64 of height x width x channels bytes. */
  picture: z.strictObject({ channels: z.int().min(1), pixels: z.string() }).optional(),
});

export const segmentationReportSchema = z.strictObject({
  version: z.literal(1),
  /** Of the test split. */
  items: z.int().min(1),
  /** Of them those that are not ignored: what all scores are means over. */
  pixels: z.int().min(1),
  samples: z.int().min(1),
  height: z.int().min(1),
  width: z.int().min(1),
  /** By their labels. */
  classes: listOf(classScoreSchema),
  /** Its items are pixels. */
  reliability: listOf(reliabilityBinSchema),
  /** For 1, 2, 4, ... and all samples. */
  bySamples: listOf(sampleScoreSchema),
  /** Whether fewer would do; missing in reports of earlier versions. */
  nllAboveAll: nllAboveAllSchema.optional(),
  /** What refusing the least confident pixels is worth; missing in reports of earlier versions, as what follows. */
  refusing: listOf(keptShareSchema).optional(),
  /** Why items are doubted, at equal distances through the split. */
  doubts: listOf(mapDotSchema).optional(),
  /** The union of the items highest in entropy, in mutual information and in error, by item number. */
  shownItems: listOf(shownMapSchema),
});
export type SegmentationReport = Readonly<z.output<typeof segmentationReportSchema>>;
export type ClassScore = SegmentationReport['classes'][number];
export type ShownMap = SegmentationReport['shownItems'][number];
export type MapDot = z.output<typeof mapDotSchema>;
export type MapDoubt = z.output<typeof mapDoubtSchema>;
