import { z } from 'zod';
import { type TimeStep, timeStepSchema } from '../data/time-step';
import { BadInputError } from '../errors';
import type { Experiment } from '../experiment/experiment';
import { storedExperimentSchema, storedNoiseSchema } from '../experiment/stored-experiment';

/** What a posterior file says of itself besides its tensors: enough to predict with it. */

/** Far more than a data set and a network need, in characters. */
const longestText = 10_000_000;
const count = z.int().min(1);
const shape = z.array(count).min(1);
const spread = z.number().positive();

/** Columns of texts that have an embedding each: the last inputs. */
const embeddings = z
  .array(
    z.strictObject({
      column: z.string(),
      categories: z.array(z.string()),
      size: count,
      isOtherUntrained: z.boolean().optional(),
    }),
  )
  .optional();

const classificationSchema = z.strictObject({
  kind: z.literal('classification'),
  inputShape: shape,
  embeddings,
  classNames: z.array(z.string()).min(2),
  classWeights: z.array(spread).optional(),
  /** Of ordered classes. */
  thresholds: z.array(z.number()).optional(),
});

const regressionSchema = z.strictObject({
  kind: z.literal('regression'),
  inputShape: shape,
  embeddings,
  targetShape: shape,
  targetNames: z.array(z.string()).min(1),
  targetUnit: z.string().optional(),
  cellUnits: z.array(z.string()).optional(),
  targetMean: z.array(z.number()),
  targetStd: z.array(spread),
  rowWeights: z.array(spread).optional(),
});

const headSchema = z.strictObject({
  name: z.string().min(1),
  task: z.discriminatedUnion('kind', [classificationSchema, regressionSchema]),
  noise: storedNoiseSchema,
  weight: spread,
  outputs: z.array(z.string()),
});

const taskSchema = z.discriminatedUnion('kind', [
  classificationSchema,
  z.strictObject({
    kind: z.literal('segmentation'),
    inputShape: shape,
    /** Of a class map: [height, width]. */
    targetShape: shape.length(2),
    classNames: z.array(z.string()).min(2),
  }),
  regressionSchema,
  z.strictObject({
    kind: z.literal('heads'),
    inputShape: shape,
    embeddings,
    targetShape: shape.length(1),
    heads: z.array(headSchema).min(1),
  }),
]);

/**
 * Inputs were (value - mean) / std; one pair for each of `names`, or for each channel of pixels from 0 to 1. A value that is not known
 * counts as that of `empty`, where there is one, and else as the mean.
 */
export const normalisationSchema = z.strictObject({
  names: z.array(z.string()).optional(),
  mean: z.array(z.number()).min(1),
  std: z.array(spread).min(1),
  empty: z.array(z.number()).optional(),
  /** Which have one value, their mean, wherever they were trained on; missing where none has, and in files of earlier versions. */
  alike: z.array(z.boolean()).optional(),
});

/** Where the rows and columns of fields lie; none where their file does not tell. */
const gridSchema = z.strictObject({ rows: z.array(z.number()), columns: z.array(z.number()) });

export type FieldGrid = Readonly<z.output<typeof gridSchema>>;
export type PosteriorTask = Readonly<z.output<typeof taskSchema>>;
export type InputNormalisation = Readonly<z.output<typeof normalisationSchema>>;

export interface PosteriorMetadata {
  readonly runId: string;
  readonly experiment: Experiment;
  readonly task: PosteriorTask;
  readonly normalisation: InputNormalisation;
  /** Between the times of the series that it was trained on; missing for other data, and in files of earlier versions. */
  readonly timeStep?: TimeStep | undefined;
  /** Of the fields that it was trained on; missing for other data, and in files of earlier versions. */
  readonly grid?: FieldGrid | undefined;
  /** Steps it was trained for. */
  readonly step: number;
}

/** Reads the metadata of a run's `posterior.safetensors`. Throws BadInputError, with `fileName` in front, for others. */
export function readPosteriorMetadata(
  metadata: Readonly<Record<string, string>>,
  fileName: string,
): PosteriorMetadata {
  const { runId = '', experiment, task, normalisation, timeStep, grid, step } = metadata;
  try {
    if ([experiment, task, normalisation, grid ?? ''].some(({ length }) => length > longestText))
      throw new RangeError('This says more than a posterior has to say of itself.');
    return {
      runId,
      experiment: storedExperimentSchema.parse(JSON.parse(experiment)),
      task: taskSchema.parse(JSON.parse(task)),
      normalisation: normalisationSchema.parse(JSON.parse(normalisation)),
      ...(timeStep === undefined ? {} : { timeStep: timeStepSchema.parse(JSON.parse(timeStep)) }),
      ...(grid === undefined ? {} : { grid: gridSchema.parse(JSON.parse(grid)) }),
      step: count.or(z.literal(0)).parse(Number(step)),
    };
  } catch {
    throw new BadInputError(
      `${fileName} does not say for which data and network its weights are; train the run again to use its posterior.`,
    );
  }
}
