import type { Field } from './field';
import { inferenceFields } from './inference-fields';
import { networkFields } from './network-fields';

/** The settings that the form shows, except those of network and inference. */
const otherFields = {
  name: { path: 'name', label: 'Name', kind: 'text', help: 'How the run is called in lists and charts.' },
  seed: {
    path: 'seed',
    label: 'Seed',
    kind: 'whole',
    help: 'The same seed draws the same weights, on any number of devices.',
  },
  dataPath: {
    path: 'data.path',
    label: 'Folder with your own files',
    kind: 'text',
    optional: true,
    help: 'Empty for the app’s own copy.',
  },
  validation: {
    path: 'data.validationFraction',
    label: 'Validation share',
    kind: 'number',
    help: 'Part of the training items held out, 0 to 0.9.',
  },
  dropout: {
    path: 'model.dropout',
    label: 'Dropout',
    kind: 'number',
    shownWhen: { 'inference.method': ['mc-dropout'] },
    help: 'Probability of leaving out a hidden unit, above 0 and below 1.',
  },
  samples: {
    path: 'training.samples',
    label: 'Weight samples per step',
    kind: 'whole',
    help: 'Over all devices together; members or dropout choices count as samples too.',
  },
  batchSize: {
    path: 'training.batchSize',
    label: 'Items per step',
    kind: 'whole',
    help: 'The batch: images of one step.',
  },
  epochs: {
    path: 'training.epochs',
    label: 'Epochs',
    kind: 'whole',
    help: 'Passes over the training items.',
  },
  steps: {
    path: 'training.steps',
    label: 'Most steps',
    kind: 'whole',
    optional: true,
    help: 'Stops earlier than the epochs would; empty for no limit.',
  },
  learningRate: {
    path: 'training.optimizer.learningRate',
    label: 'Learning rate',
    kind: 'number',
    help: 'Of Adam; 0.001 to 0.005 suits most.',
  },
  weightDecay: {
    path: 'training.optimizer.weightDecay',
    label: 'Weight decay',
    kind: 'number',
    help: '0 for none; with variational inference the prior already pulls.',
  },
  warmup: {
    path: 'training.warmupEpochs',
    label: 'Warm-up epochs',
    kind: 'number',
    help: 'The learning rate grows from zero over them.',
  },
  samplesPerPass: {
    path: 'training.samplesPerPass',
    label: 'Samples at once',
    kind: 'whole',
    optional: true,
    help: 'Fewer need less memory; results stay the same. Empty for all.',
  },
  mode: {
    path: 'parallel.mode',
    label: 'How devices share the work',
    kind: 'choice',
    help: 'What each device does of a step.',
    choices: [
      { value: 'local', label: 'One device does all', help: 'Nothing is exchanged.' },
      {
        value: 'sp',
        label: 'Devices share the samples (sp)',
        help: 'Sampling parallelism: each device draws its part of the samples and sees every item.',
      },
      {
        value: 'ddp',
        label: 'Devices share the items (ddp)',
        help: 'Data parallelism: each device draws every sample and sees its part of the items.',
      },
      {
        value: 'hybrid',
        label: 'A mesh shares both (hybrid)',
        help: 'Data groups share the items; inside each group, devices share the samples.',
      },
    ],
  },
  dataGroups: {
    path: 'parallel.dataGroups',
    label: 'Data groups',
    kind: 'whole',
    optional: true,
    shownWhen: { 'parallel.mode': ['hybrid'] },
    help: 'Into how many parts the items go; the devices must divide by it.',
  },
} as const satisfies Readonly<Record<string, Field>>;

export const fields = { ...otherFields, ...networkFields, ...inferenceFields };

export const allFields: readonly Field[] = Object.values(fields);

/** Settings that have no plain field, because a picker stands for them or this version knows one value only. */
const otherLabels: Readonly<Record<string, string>> = {
  'data.dataset': 'Data set',
  'parallel.devices': 'Devices',
  'training.optimizer.kind': 'Optimiser',
  'training.augmentation': 'Augmentation',
};

/** The label of a setting's path, or the path itself where it has none. */
export function labelOf(path: string): string {
  return otherLabels[path] ?? allFields.find((field) => field.path === path)?.label ?? path;
}
