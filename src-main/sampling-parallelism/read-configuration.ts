import { meshOf } from '../../src-shared/devices/workload';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment, ExperimentInput } from '../../src-shared/experiment/experiment';
import { optimiserFacts } from '../../src-shared/experiment/optimisers';
import { torchBlueScale } from '../../src-shared/experiment/priors/rescaled-gaussian';
import { checkExperiment, describeProblems, shapeProblems } from '../../src-shared/experiment/problems';
import { checkShape } from '../../src-shared/protocol/check-shape';
import {
  type Configuration,
  configurationSchema,
  datasets,
  itsMilestones,
  itsPosteriorStd,
  itsWeightDecay,
  networks,
  optimizers,
  priorNames,
  unusedNames,
} from './configuration';

export interface ReadConfiguration {
  readonly experiment: Experiment;
  /** What has no counterpart here, or means something else, as sentences. */
  readonly notes: readonly string[];
}

const modes = { local: 'local', SP: 'sp', DDP: 'ddp', HYBRID: 'hybrid' } as const;

/**
 * The experiment that a configuration of the reference implementation describes, on these devices. Throws BadInputError,
 * with `fileName` in front, for what has no form here.
 */
export function readConfiguration(
  value: unknown,
  devices: readonly string[],
  fileName: string,
): ReadConfiguration {
  const checked = checkShape(configurationSchema, value, { reportInput: true });
  if (!checked.success)
    throw new BadInputError(
      `${fileName} is no configuration of sampling-parallelism: ${describeProblems(shapeProblems(configurationSchema, value, checked.issues))}`,
    );
  const configuration = checked.data;
  const outcome = checkExperiment(experimentOf(configuration, devices, fileName));
  if (!outcome.ok) throw new BadInputError(`${fileName}: ${describeProblems(outcome.problems)}`);
  return { experiment: outcome.experiment, notes: notesOn(configuration) };
}

function experimentOf(its: Configuration, devices: readonly string[], fileName: string): ExperimentInput {
  const choose = <Choices extends object>(name: keyof Configuration, choices: Choices) =>
    chosen(String(its[name]), choices, `${fileName}: ${name}`);
  const dataset = choose('dataset', datasets);
  const optimizer = choose('optimizer_name', optimizers);
  const used = its.parallelization === 'local' ? devices.slice(0, 1) : devices;
  const mode = modes[its.parallelization];
  const { sampleGroups } = meshOf(mode, used.length, mode === 'hybrid' ? dataGroupsOf(its, used) : 1);
  return {
    name: `${its.model_name} on ${its.dataset}`,
    seed: its.rand_seed,
    data: { dataset },
    model: choose('model_name', networks),
    inference: {
      method: its.non_bayesian ? 'point-estimate' : 'variational',
      prior: its.rescale_prior
        ? { kind: 'rescaled-gaussian', scale: torchBlueScale }
        : { kind: choose('prior_name', priorNames) },
      posteriorStd: itsPosteriorStd,
      initialisation: its.prior_init ? 'prior' : 'scaled',
      heat: its.heat,
      klWarmup: 0,
      // torch_blue pools the samples of each process, and processes are averaged.
      objective: 'pooled',
      reduction: 'averaged',
    },
    training: {
      samples: its.non_bayesian ? 1 : its.global_sample_num,
      batchSize: its.global_batch_size,
      epochs: its.num_epochs,
      optimizer: {
        kind: optimizer,
        learningRate: its.learning_rate,
        weightDecay: itsWeightDecay,
        ...optimiserFacts({ kind: optimizer }).reference?.settings,
      } as NonNullable<ExperimentInput['training']>['optimizer'],
      warmupEpochs: its.warmup ?? 0,
      schedule: scheduleOf(its, fileName),
      // Each of its processes draws a view of its own for all of its samples.
      views: sampleGroups,
    },
    parallel: {
      mode,
      devices: [...used],
      ...(its.parallelization === 'HYBRID' ? { dataGroups: dataGroupsOf(its, used) } : {}),
    },
  };
}

function scheduleOf(
  its: Configuration,
  fileName: string,
): NonNullable<ExperimentInput['training']>['schedule'] {
  const { scheduler_name: name, gamma: factor, step_size, num_epochs } = its;
  switch (name) {
    case null:
      return { kind: 'constant' };
    case 'StepLR':
      return { kind: 'step', everyEpochs: step_size ?? Math.max(1, Math.floor(num_epochs / 3)), factor };
    case 'MultiStepLR':
      return { kind: 'multi-step', atEpochs: [...itsMilestones], factor };
    case 'CosineAnnealingLR':
      return { kind: 'cosine' };
    default:
      throw unknownChoice(
        name,
        ['StepLR', 'MultiStepLR', 'CosineAnnealingLR'],
        `${fileName}: scheduler_name`,
      );
  }
}

/** Samples are spread over the devices of a node, items over nodes. */
function dataGroupsOf({ gpus_per_node }: Configuration, devices: readonly string[]): number {
  return Math.max(1, Math.floor(devices.length / gpus_per_node));
}

function chosen<Choices extends object>(
  name: string,
  choices: Choices,
  where: string,
): Choices[keyof Choices] {
  const known = Object.entries(choices).find(([key]) => key === name);
  if (!known) throw unknownChoice(name, Object.keys(choices), where);
  return known[1];
}

function unknownChoice(name: string, choices: readonly string[], where: string): BadInputError {
  return new BadInputError(`${where}: ${name} has no counterpart here; ${choices.join(', ')} have one.`);
}

function notesOn(its: Configuration): string[] {
  const unused = unusedNames.filter((name) => its[name] !== undefined);
  const isWarm = (its.warmup ?? 0) > 0;
  return [
    ...(unused.length > 0 ? [`Left out, since nothing here corresponds to it: ${unused.join(', ')}.`] : []),
    ...(isWarm
      ? [
          `The learning rate warms up linearly over ${its.warmup} epochs; the reference multiplies the current rate at each step, which grows otherwise.`,
        ]
      : []),
    ...(isWarm && its.scheduler_name !== null
      ? ['The schedule counts epochs from the start of training, the reference from the end of the warm-up.']
      : []),
    ...(its.kaiming_init
      ? []
      : ['kaiming_init: false has no counterpart; means start scaled to their inputs.']),
    'The devices are those of this machine; the reference takes as many as its job has.',
  ];
}
