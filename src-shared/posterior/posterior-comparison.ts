import { z } from 'zod';
import { drawnTogetherSchema } from '../assessment/drawn-together';
import { listOf } from '../protocol/list-of';

/** How far two runs' posteriors lie from each other: in what they predict of the same test items, and weight by weight. */

const distance = z.number().min(0);
const samples = z.int().min(1);

const classesSchema = z.strictObject({
  kind: z.literal('classes'),
  /** Set where each pixel has a class: both are of pixels then, and not of items. */
  isOfPixels: z.literal(true).optional(),
  /** Share of the items of which both name the same class. */
  agreement: z.number().min(0).max(1),
  /** Half the sum of the differences of class probabilities, the mean over the items: 0 where they are equal, at most 1. */
  totalVariation: z.number().min(0),
});

const valuesSchema = z.strictObject({
  kind: z.literal('values'),
  targets: z.array(
    z.strictObject({
      name: z.string(),
      /** Root mean square of the differences of means, in the target's own unit. */
      meanDifference: distance,
      /** 1-Wasserstein distance of the predictive distributions, the mean over the values, in the target's own unit. */
      wasserstein: distance,
    }),
  ),
  unit: z.string().optional(),
});

/** A value that is not known is no number, which JSON has no word for. */
const known = z.union([z.number(), z.null()]).transform((value) => value ?? Number.NaN);

const layerSchema = z.strictObject({
  name: z.string(),
  /** Weights and biases. */
  weights: z.int().min(1),
  /** 2-Wasserstein distance of the layer's Gaussians. */
  wasserstein: distance,
  /** The same between the first run's and all its mass at zero, to hold the distance against. */
  size: distance,
});

const pairedScoreSchema = z.strictObject({
  metric: z.enum(['nll', 'accuracy', 'crps']),
  /** Means over the items; of values' CRPS in the target's own unit where there is one target. */
  first: z.number(),
  second: z.number(),
  /** Ends of a 95 % interval of the second less the first, by drawing the items anew; not known where all are of one group. */
  interval: z.array(known).length(2).readonly(),
  /** How often so large a difference would come about by chance alone. */
  chance: z.number().min(0).max(1),
  /** Where both draw or exchange items together. */
  drawn: drawnTogetherSchema.optional(),
});

/** One of each run. */
const pair = <Of extends z.ZodType>(of: Of) => z.tuple([of, of]);
const namedApartSchema = z.strictObject({
  kind: z.literal('classes'),
  /** Of which the two name different classes. */
  all: z.int().min(0),
  classNames: listOf(z.string()),
  /** Height, width and channels, where items are pictures. */
  pictureShape: z.tuple([z.int().min(1), z.int().min(1), z.int().min(1)]).optional(),
  /** The farthest first, at most a hundred. */
  items: listOf(
    z.strictObject({
      /** Its place among the test items. */
      item: z.int().min(0),
      /** Where it comes from, as `row 17`, where its data tell. */
      origin: z.string().optional(),
      label: z.int().min(0),
      named: pair(z.int().min(0)),
      /** Pooled probability of the class that it was taken for. */
      confidence: pair(known),
      /** Total variation of the pooled probabilities. */
      distance: known,
      /** Base64 of the picture's bytes, where there was room for it. */
      pixels: z.string().optional(),
    }),
  ),
});

const valuesApartSchema = z.strictObject({
  kind: z.literal('values'),
  /** Of which the means of some value lie more than one spread apart. */
  all: z.int().min(0),
  unit: z.string().optional(),
  /** The farthest first, at most a hundred, each by the value that lies farthest apart. */
  items: listOf(
    z.strictObject({
      item: z.int().min(0),
      origin: z.string().optional(),
      target: z.string(),
      /** In the target's own unit, as what follows. */
      truth: known,
      means: pair(known),
      /** Of the predictions, noise and weights together. */
      stds: pair(known),
      /** |difference of the means| / root mean square of the two standard deviations. */
      distance: known,
    }),
  ),
});

const predictionsSchema = z.strictObject({
  /** Scores on the same items, item by item. */
  paired: z.array(pairedScoreSchema).readonly(),
  predictions: z.discriminatedUnion('kind', [classesSchema, valuesSchema]),
  /** Items on which the two disagree; not of class maps. */
  apart: z.discriminatedUnion('kind', [namedApartSchema, valuesApartSchema]).optional(),
});

export const posteriorComparisonSchema = predictionsSchema.extend({
  /** Test items that both predicted. */
  items: z.int().min(1),
  /** Weight samples of each. */
  samples: z.tuple([samples, samples]),
  /** Of several heads the one that predictions, scores and items above are of: the first. */
  head: z.string().optional(),
  /** The same of each other head. */
  otherHeads: listOf(predictionsSchema.extend({ head: z.string() })).optional(),
  /** In the network's order, or a sentence why weights have no distance. */
  layers: z.union([z.array(layerSchema).min(1).readonly(), z.string()]),
});
export type PosteriorComparison = Readonly<z.output<typeof posteriorComparisonSchema>>;
/** Of what is predicted under one likelihood. */
export type ComparedPredictions = Readonly<z.output<typeof predictionsSchema>>;
export type ItemsNamedApart = Readonly<z.output<typeof namedApartSchema>>;
export type ItemsOfValuesApart = Readonly<z.output<typeof valuesApartSchema>>;
export type PairedScore = Readonly<z.output<typeof pairedScoreSchema>>;
export type ClassAgreement = Readonly<z.output<typeof classesSchema>>;
export type ValueDistances = Readonly<z.output<typeof valuesSchema>>;
export type LayerDistance = Readonly<z.output<typeof layerSchema>>;
