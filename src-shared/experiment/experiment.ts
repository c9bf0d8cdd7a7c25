import { z } from 'zod';
import { augmentationList } from './augmentations';
import { dataSchema } from './data';
import { inferenceSchema } from './methods';
import { modelSchema } from './networks';
import { optimiserSchema } from './optimisers';
import { scheduleSchema } from './schedules';
import { startSchema } from './start';

/** What one run does: the same schema serves the form, the file, the store and the command line. */

const count = z.int().min(1);
const positive = z.number().positive();

export const deviceIdSchema = z
  .string()
  .regex(
    /^(cpu:\d+|gpu:\d+(\.\d+)?)$/,
    'A device is named like cpu:0 or gpu:0; `parasample devices` lists those of this machine.',
  );

/** When a run writes down where it stands: also whenever it is stopped. */
const checkpointSchema = z.strictObject({
  everySteps: count.optional(),
  everyMinutes: positive.default(1),
  /** How many stay, besides the one with the lowest validation.nll. */
  keep: count.max(1000).default(2),
});

const trainingSettings = z.strictObject({
  /** Weight samples of one step, over all devices together (S). */
  samples: count.default(8),
  /** Items of one step, over all devices together (B). */
  batchSize: count.default(64),
  /** What becomes of the items of an epoch that do not fill a batch: a smaller last step, or they are left out of the epoch. */
  lastBatch: z.enum(['keep', 'drop']).default('keep'),
  /** Passes through the training items. */
  epochs: count.default(30),
  /** More epochs follow until there are so many steps: 5000 where `epochs` is left out, so that small data sets do not end early. */
  leastSteps: z.int().min(0).default(0),
  /** Stops after this many steps, if that comes before the last epoch ends. */
  steps: count.optional(),
  optimizer: optimiserSchema.prefault({ kind: 'adam' }),
  /** Epochs over which the learning rate grows linearly from zero. */
  warmupEpochs: z.number().min(0).default(0),
  schedule: scheduleSchema.default({ kind: 'cosine', finalFraction: 0 }),
  /** Layers whose weights stay as they begin, named as in inference.bayesianLayers; without uncertainty. */
  frozen: z.array(z.string().min(1)).optional(),
  /** Ends training when a score has not improved for so many epochs. */
  earlyStopping: z
    .strictObject({
      patienceEpochs: count,
      /** `train.loss`, the mean over an epoch, needs no items held out; of a variational method it is minus the ELBO, once its warm-up is over. */
      by: z.enum(['validation.nll', 'train.loss']).default('validation.nll'),
    })
    .optional(),
  /** Random views of each picture in a step: weight sample s sees view s mod this. 0 for pictures as they are. */
  views: z.int().min(0).max(65536).default(0),
  /** What a view does to a picture, in this order; left out, what is usual for the data: shifts, and mirrors where left and right do not matter. */
  augmentations: augmentationList.optional(),
  /** At most this many of a device's samples are in memory at once; gradients stay exact. */
  samplesPerPass: count.optional(),
  /** What matrix products are computed from: tf32 on GPUs alone, bf16 with 8 bits of precision. */
  precision: z.enum(['float32', 'tf32', 'bf16']).default('float32'),
  /** Adds in the same order each time on GPUs too, so that a run goes on bit for bit on as many GPUs of the same kind; slower: convolutions' kernels are fewer, and NCCL adds round a ring alone. CPUs always do. */
  deterministic: z.boolean().default(false),
  checkpoint: checkpointSchema.prefault({}),
});

/**
 * Earlier versions had `augmentation`: `shared` was one view for all, `independent` one for each device's samples, which
 * made it depend on their number; as many views as samples are what it came nearer to the more devices there were.
 * @param samples weight samples of a step, where they are set
 * @returns NaN for what is no augmentation
 */
export function viewsOfAugmentation(augmentation: unknown, samples: unknown): number {
  if (augmentation === 'none') return 0;
  if (augmentation === 'shared') return 1;
  if (augmentation !== 'independent') return Number.NaN;
  return Number(samples ?? trainingSettings.shape.samples.def.defaultValue);
}

/** Steps below which a posterior is hardly ever where it is going (docs/defaults.md). */
const enoughSteps = 5000;

type GivenTraining = z.input<typeof trainingSettings>;

/** What settings mean that are left out, or are of an earlier version. */
function completed(given: GivenTraining): GivenTraining {
  if (typeof given !== 'object' || given === null) return given;
  const training = withAugmentedViews(withViews(given));
  return training.epochs === undefined ? { leastSteps: enoughSteps, ...training } : training;
}

/** Who says what views do wants one at least. */
function withAugmentedViews(given: GivenTraining): GivenTraining {
  return given.augmentations !== undefined && given.views === undefined ? { ...given, views: 1 } : given;
}

function withViews(given: GivenTraining): GivenTraining {
  if (!('augmentation' in given)) return given;
  const { augmentation, ...rest } = given;
  const views = viewsOfAugmentation(augmentation, given.samples);
  return Number.isNaN(views) ? given : { views, ...rest };
}

const trainingSchema = z.preprocess<GivenTraining, typeof trainingSettings, GivenTraining>(
  completed,
  trainingSettings,
);

const evaluationSchema = z.strictObject({
  /** Weight samples of final scores and of predictions; ensembles have their members, a point estimate one. */
  samples: count.default(64),
});

export const parallelModeSchema = z.enum(['local', 'sp', 'ddp', 'hybrid']);

const parallelSchema = z.strictObject({
  /** One device; weight samples split over devices; items split over devices; both. */
  mode: parallelModeSchema,
  /** Named as `parasample devices` lists them. */
  devices: z.array(deviceIdSchema).min(1),
  /** Data groups of the hybrid mesh (D); the devices divided by it are the sample groups (G). */
  dataGroups: count.optional(),
  /** Whether the other devices take over the work of a worker that dies; else the run fails. */
  elastic: z.boolean().default(true),
  /** Threads of each device's worker; without it the CPU slots of a run share the machine's cores evenly. */
  threadsPerDevice: count.max(1024).optional(),
  /** Runs that may train on each of its devices at once, where all of them allow so many; without it the run has them for itself. */
  share: count.max(16).optional(),
});

/** Letters of a run's name. */
export const longestName = 120;

export const experimentSchema = z.strictObject({
  name: z.string().trim().min(1).max(longestName).default('Untitled'),
  /** Decides splits (where data.splitSeed does not), first weights, noise and order: two runs with one seed compute the same. */
  seed: z.int().min(0).max(2147483647).default(0),
  data: dataSchema,
  model: modelSchema,
  /** Weights that were trained before, to begin at. */
  start: startSchema.optional(),
  inference: inferenceSchema.prefault({}),
  training: trainingSchema.prefault({}),
  evaluation: evaluationSchema.prefault({}),
  parallel: parallelSchema,
});

/** A whole experiment, defaults filled in. */
export type Experiment = Readonly<z.output<typeof experimentSchema>>;
/** An experiment as a person writes it: defaults may be left out. */
export type ExperimentInput = z.input<typeof experimentSchema>;
