import { z } from 'zod';
import { nameOf } from '../../src-shared/experiment/choice';
import { type Optimiser, optimisers } from '../../src-shared/experiment/optimisers';
import { type Prior, priors } from '../../src-shared/experiment/priors';

/**
 * The configuration files of the paper's reference implementation (RAI-SCC/sampling-parallelism, configs/example.yaml):
 * one level of names, all but two with a default there.
 */

const count = z.int().min(1);
const flag = z.boolean();

export const configurationSchema = z.strictObject({
  global_sample_num: count,
  global_batch_size: count,
  parallelization: z.enum(['local', 'SP', 'DDP', 'HYBRID']).default('local'),
  gpus_per_node: count.default(4),
  model_name: z.string().default('TinySimpleViT'),
  dataset: z.string().default('CIFAR10'),
  prior_name: z.string().default('MeanFieldNormal'),
  non_bayesian: flag.default(false),
  kaiming_init: flag.default(true),
  prior_init: flag.default(false),
  rescale_prior: flag.default(false),
  num_epochs: count.default(80),
  rand_seed: z.int().min(0).default(84),
  optimizer_name: z.string().default('Adam'),
  learning_rate: z.number().positive().default(0.001),
  heat: z.number().min(0).default(0.1),
  scheduler_name: z.string().nullable().default(null),
  step_size: count.nullable().default(null),
  gamma: z.number().positive().default(0.1),
  warmup: z.int().min(0).nullable().default(80),
  // What Parasample has no use for.
  data_root: z.unknown().optional(),
  output_dir: z.unknown().optional(),
  activation: z.unknown().optional(),
  pre_flatten: z.unknown().optional(),
  plot: z.unknown().optional(),
  fixed_samples: z.unknown().optional(),
  historic_window: z.unknown().optional(),
  forecast_window: z.unknown().optional(),
  recycle: z.unknown().optional(),
  image_size: z.unknown().optional(),
  image_channels: z.unknown().optional(),
  num_classes: z.unknown().optional(),
  logging_interval: z.unknown().optional(),
  run_nr: z.unknown().optional(),
});
export type Configuration = Readonly<z.output<typeof configurationSchema>>;

/** Names without a counterpart here. */
export const unusedNames = [
  'data_root',
  'output_dir',
  'activation',
  'pre_flatten',
  'plot',
  'fixed_samples',
  'historic_window',
  'forecast_window',
  'recycle',
  'image_size',
  'image_channels',
  'num_classes',
  'logging_interval',
  'run_nr',
] as const satisfies readonly (keyof Configuration)[];

/** What its training always does, whatever the file says. */
export const itsWeightDecay = 0.0001;
export const itsPosteriorStd = 0.01;
export const itsMilestones = [80, 120];

export const datasets = { CIFAR10: 'cifar-10', FashionMNIST: 'fashion-mnist' } as const;

const patches = { patchSize: 4, depth: 6, heads: 3 };
/** Its vision transformers, by their sizes here. */
export const networks = {
  TinySimpleViT: { kind: 'vit', ...patches, width: 192, mlpWidth: 768 },
  BaseSimpleViT: { kind: 'vit', ...patches, width: 768, mlpWidth: 3072 },
} as const;

/** Our kinds of priors by its names; a flag of its own rescales the Gaussian. */
export const priorNames: Readonly<Record<string, Prior['kind']>> = Object.fromEntries(
  priors.flatMap((prior) =>
    prior.reference && !prior.reference.rescale_prior
      ? [[prior.reference.prior_name, nameOf(prior) as Prior['kind']]]
      : [],
  ),
);

/** Our kinds of optimisers by its names. */
export const optimizers: Readonly<Record<string, Optimiser['kind']>> = Object.fromEntries(
  optimisers.flatMap((optimiser) =>
    optimiser.reference ? [[optimiser.reference.name, nameOf(optimiser) as Optimiser['kind']]] : [],
  ),
);
