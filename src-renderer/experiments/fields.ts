/** The settings that the form shows, one each: where they live in the experiment and what they mean. */
export interface Field {
  readonly path: string;
  readonly label: string;
  readonly kind: 'text' | 'whole' | 'number' | 'whole-list' | 'choice';
  /** One line under the field: what it is, in units. */
  readonly help: string;
  /** May be left empty. */
  readonly optional?: true;
  /** The choices this version can run. */
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
  /** Shown only for this kind of model. */
  readonly model?: 'cnn';
}

export const fields = {
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
  modelKind: {
    path: 'model.kind',
    label: 'Kind of network',
    kind: 'choice',
    help: 'Every weight of it gets a mean and a standard deviation.',
    choices: [
      { value: 'mlp', label: 'Multilayer perceptron' },
      { value: 'cnn', label: 'Convolutional network' },
    ],
  },
  channels: {
    path: 'model.channels',
    label: 'Convolution channels',
    kind: 'whole-list',
    model: 'cnn',
    help: 'One 3 × 3 convolution and 2 × 2 pooling for each number.',
  },
  hidden: {
    path: 'model.hidden',
    label: 'Hidden layers',
    kind: 'whole-list',
    optional: true,
    help: 'Units of each layer, with commas between: 64, 128.',
  },
  activation: {
    path: 'model.activation',
    label: 'Activation',
    kind: 'choice',
    help: 'Between the layers.',
    choices: [
      { value: 'relu', label: 'ReLU' },
      { value: 'tanh', label: 'tanh' },
      { value: 'gelu', label: 'GELU' },
    ],
  },
  priorStd: {
    path: 'inference.prior.std',
    label: 'Prior standard deviation',
    kind: 'number',
    help: 'Of the Gaussian prior on every weight.',
  },
  posteriorStd: {
    path: 'inference.posteriorStd',
    label: 'First posterior standard deviation',
    kind: 'number',
    help: 'Relative to 1/√(inputs of the layer).',
  },
  heat: {
    path: 'inference.heat',
    label: 'Weight of the KL divergence',
    kind: 'number',
    help: '1 is Bayes; less makes a colder posterior.',
  },
  samples: {
    path: 'training.samples',
    label: 'Weight samples per step',
    kind: 'whole',
    help: 'Over all devices together.',
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
    help: '0 for none: the prior already pulls.',
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
    help: 'Sharing samples: each device draws its part of the weight samples and sees every item.',
    choices: [
      { value: 'local', label: 'One device does all' },
      { value: 'sp', label: 'Devices share the samples' },
    ],
  },
} as const satisfies Readonly<Record<string, Field>>;

export const allFields: readonly Field[] = Object.values(fields);

/** Settings that have no plain field, because a picker stands for them or this version knows one value only. */
const otherLabels: Readonly<Record<string, string>> = {
  'data.dataset': 'Data set',
  'parallel.devices': 'Devices',
  'parallel.dataGroups': 'Data groups',
  'inference.method': 'Method',
  'inference.prior.kind': 'Prior',
  'inference.objective': 'Objective',
  'inference.reduction': 'Pooling over devices',
  'inference.kl': 'KL divergence',
  'training.optimizer.kind': 'Optimiser',
  'training.augmentation': 'Augmentation',
};

/** The label of a setting's path, or the path itself where it has none. */
export function labelOf(path: string): string {
  return otherLabels[path] ?? allFields.find((field) => field.path === path)?.label ?? path;
}
