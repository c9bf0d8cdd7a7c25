import { meshOf } from '../../src-shared/devices/workload';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import type { Model } from '../../src-shared/experiment/networks';
import { type Optimiser, optimiserFacts } from '../../src-shared/experiment/optimisers';
import { priorFacts } from '../../src-shared/experiment/priors';
import {
  datasets,
  itsMilestones,
  itsPosteriorStd,
  itsWeightDecay,
  networks,
  optimizers,
} from './configuration';

export interface WrittenConfiguration {
  /** By their names in the reference implementation. */
  readonly settings: Readonly<Record<string, string | number | boolean | null>>;
  /** What the reference implementation does otherwise, as sentences. */
  readonly notes: readonly string[];
}

const modes = { local: 'local', sp: 'SP', ddp: 'DDP', hybrid: 'HYBRID' } as const;

/**
 * An experiment as a configuration of the reference implementation. Throws BadInputError where it has no such data,
 * network, method or optimiser; what it merely does otherwise is told in the notes.
 */
export function writeConfiguration(experiment: Experiment): WrittenConfiguration {
  const { data, model, inference, training, parallel, seed } = experiment;
  const { optimizer } = training;
  const { isNonBayesianInReference } = methodFacts(inference);
  if (isNonBayesianInReference === undefined)
    throw new BadInputError(`inference.method: sampling-parallelism has no ${inference.method}.`);
  const prior = priorFacts(inference.prior).reference;
  if (!prior)
    throw new BadInputError(`inference.prior: sampling-parallelism has no ${inference.prior.kind}.`);
  const { dataGroups = 1, devices } = parallel;
  return {
    settings: {
      data_root: './data',
      output_dir: './results',
      global_sample_num: training.samples,
      global_batch_size: training.batchSize,
      parallelization: modes[parallel.mode],
      gpus_per_node: Math.max(1, Math.floor(devices.length / dataGroups)),
      model_name: networkName(model),
      prior_name: prior.prior_name,
      rescale_prior: prior.rescale_prior,
      prior_init: inference.initialisation === 'prior',
      non_bayesian: isNonBayesianInReference,
      dataset: named(datasets, data.dataset, 'data.dataset'),
      optimizer_name: named(optimizers, optimizer.kind, 'training.optimizer'),
      learning_rate: optimizer.learningRate,
      heat: inference.heat,
      num_epochs: training.epochs,
      warmup: training.warmupEpochs > 0 ? Math.round(training.warmupEpochs) : null,
      rand_seed: seed,
      ...scheduleOf(training.schedule),
    },
    notes: differences(experiment),
  };
}

function networkName(model: Model): string {
  const found = Object.entries(networks).find(([, network]) =>
    Object.entries(network).every(([name, value]) => model[name as keyof Model] === value),
  );
  if (found) return found[0];
  throw new BadInputError(
    `model.kind: sampling-parallelism has vision transformers of width 192 and 768 alone (${Object.keys(networks).join(', ')}), not this ${model.kind}.`,
  );
}

function scheduleOf(schedule: Experiment['training']['schedule']): WrittenConfiguration['settings'] {
  switch (schedule.kind) {
    case 'constant':
      return { scheduler_name: null };
    case 'step':
      return { scheduler_name: 'StepLR', step_size: schedule.everyEpochs, gamma: schedule.factor };
    case 'multi-step':
      return { scheduler_name: 'MultiStepLR', gamma: schedule.factor };
    case 'cosine':
      return { scheduler_name: 'CosineAnnealingLR' };
  }
}

function differences({ inference, training, parallel }: Experiment): string[] {
  const { schedule, optimizer } = training;
  const { sampleGroups } = meshOf(parallel.mode, parallel.devices.length, parallel.dataGroups);
  const priorDifference = priorFacts(inference.prior).reference?.difference?.(inference.prior);
  const found: readonly (readonly [boolean, string])[] = [
    [
      inference.objective !== 'pooled' || inference.reduction !== 'averaged',
      `It trains on the pooled objective averaged over processes, not ${inference.objective} (${inference.reduction}).`,
    ],
    [
      inference.posteriorStd !== itsPosteriorStd,
      `Its posterior starts with standard deviation ${itsPosteriorStd}, not ${inference.posteriorStd}.`,
    ],
    [
      optimizer.weightDecay !== itsWeightDecay,
      `Its weight decay is ${itsWeightDecay}, not ${optimizer.weightDecay}.`,
    ],
    ...optimiserDifferences(optimizer),
    [priorDifference !== undefined, priorDifference ?? ''],
    [
      training.views !== sampleGroups,
      `It always augments, one random view for each process's samples; here there are ${training.views}.`,
    ],
    [training.augmentations !== undefined, 'Its views are shifted and mirrored, whatever is set here.'],
    [inference.klWarmup > 0, 'Its divergence has its whole weight from the first step on.'],
    [
      inference.bayesianLayers.length + inference.pointEstimateLayers.length > 0,
      'All its layers but normalisations are Bayesian.',
    ],
    [training.warmupEpochs > 0, 'It multiplies the current learning rate at each step of its warm-up.'],
    [
      schedule.kind === 'multi-step' && String(schedule.atEpochs) !== String(itsMilestones),
      `Its MultiStepLR has the epochs ${itsMilestones.join(' and ')}, whatever is set here.`,
    ],
    [training.earlyStopping !== undefined, 'It has no early stopping.'],
    [training.steps !== undefined, 'It trains whole epochs.'],
  ];
  return found.filter(([differs]) => differs).map(([, sentence]) => sentence);
}

function optimiserDifferences(optimiser: Optimiser): readonly (readonly [boolean, string])[] {
  const { name, settings = {} } = optimiserFacts(optimiser).reference ?? { name: optimiser.kind };
  const own: Readonly<Record<string, unknown>> = optimiser;
  return Object.entries(settings).map(([setting, value]) => [
    own[setting] !== value,
    `Its ${name} has ${setting} ${value}, not ${own[setting]}.`,
  ]);
}

function nameOf(names: object, value: string): string | undefined {
  return Object.entries(names).find(([, known]) => known === value || known.kind === value)?.[0];
}

function named(names: object, value: string, where: string): string {
  const name = nameOf(names, value);
  if (name !== undefined) return name;
  const known = Object.values(names).join(' and ');
  throw new BadInputError(`${where}: sampling-parallelism has no ${value}; ${known} have a name there.`);
}
