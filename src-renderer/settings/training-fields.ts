import { optionsOf } from '../../src-shared/experiment/choice';
import { optimisers } from '../../src-shared/experiment/optimisers';
import { schedules } from '../../src-shared/experiment/schedules';
import { settingFields } from './choice-fields';
import type { Field } from './field';

const ofOptimiser = settingFields('training.optimizer', optimisers);
/** Stands among the first settings of the form, the others further down. */
const ratePath = 'training.optimizer.learningRate';

/** How the weights are trained, and how long. */
export const trainingFields = {
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
    help: 'The batch: pictures, rows or windows of one step.',
  },
  epochs: {
    path: 'training.epochs',
    label: 'Epochs',
    kind: 'whole',
    help: 'Passes over the training items.',
  },
  leastSteps: {
    path: 'training.leastSteps',
    label: 'Least steps',
    kind: 'whole',
    help: 'More epochs follow until there are so many: small data sets need many passes. 0 for the epochs alone.',
  },
  lastBatch: {
    path: 'training.lastBatch',
    label: 'Items that fill no batch',
    kind: 'choice',
    help: 'What an epoch does with the items left over. Left out, they have their turn in other epochs, whose orders differ.',
    choices: [
      { value: 'keep', label: 'A smaller last step' },
      { value: 'drop', label: 'Left out of the epoch' },
    ],
  },
  learningRate: ofOptimiser.filter(({ path }) => path === ratePath),
  optimizer: {
    path: 'training.optimizer.kind',
    label: 'Optimiser',
    kind: 'choice',
    help: 'How gradients move the weights.',
    choices: optionsOf(optimisers),
  },
  optimizerSettings: ofOptimiser.filter(({ path }) => path !== ratePath),
  warmup: {
    path: 'training.warmupEpochs',
    label: 'Warm-up epochs',
    kind: 'number',
    help: 'The learning rate grows from zero over them.',
  },
  schedule: {
    path: 'training.schedule.kind',
    label: 'Learning rate after that',
    kind: 'choice',
    help: 'What becomes of the learning rate after the warm-up.',
    choices: optionsOf(schedules),
  },
  scheduleSettings: settingFields('training.schedule', schedules),
  earlyStopping: {
    path: 'training.earlyStopping.by',
    label: 'Stop early',
    kind: 'choice',
    optional: true,
    help: 'When training ends before its last epoch.',
    choices: [
      { value: '', label: 'Never' },
      {
        value: 'validation.nll',
        label: 'When the validation likelihood stands still',
        help: 'Goes by the items held out.',
      },
      {
        value: 'train.loss',
        label: 'When the loss stands still',
        help: 'Of a variational method this is the ELBO. A learning rate that falls brings it to rest too: take a constant one.',
      },
    ],
  },
  patience: {
    path: 'training.earlyStopping.patienceEpochs',
    label: 'Epochs that it may stand',
    kind: 'whole',
    fallback: '10',
    help: 'So many without a better one end training.',
    shownWhen: { 'training.earlyStopping.by': ['validation.nll', 'train.loss'] },
  },
  steps: {
    path: 'training.steps',
    label: 'Most steps',
    kind: 'whole',
    optional: true,
    help: 'Stops earlier than the epochs would; empty for no limit.',
  },
  samplesPerPass: {
    path: 'training.samplesPerPass',
    label: 'Samples at once',
    kind: 'whole',
    optional: true,
    help: 'Fewer need less memory; results stay the same. Empty for all.',
  },
  precision: {
    path: 'training.precision',
    label: 'Precision of products',
    kind: 'choice',
    help: 'What matrix products are computed from; everything else stays float32.',
    choices: [
      { value: 'float32', label: 'float32' },
      { value: 'tf32', label: 'tf32', help: 'On GPUs: quicker, with 10 bits after the point.' },
      {
        value: 'bf16',
        label: 'bf16',
        help: 'Quicker where the processor has it, with 7 bits after the point.',
      },
    ],
  },
  deterministic: {
    path: 'training.deterministic',
    label: 'Same bits on GPUs',
    kind: 'switch',
    help: 'Slower: takes only kernels that add in the same order each time, as CPUs always do; several GPUs add round a ring.',
  },
  checkpointMinutes: {
    path: 'training.checkpoint.everyMinutes',
    label: 'Minutes between checkpoints',
    kind: 'number',
    help: 'A run continues from its newest checkpoint.',
  },
  checkpointSteps: {
    path: 'training.checkpoint.everySteps',
    label: 'Steps between checkpoints',
    kind: 'whole',
    optional: true,
    help: 'Whichever comes first, these steps or those minutes; empty for minutes alone.',
  },
  checkpointsKept: {
    path: 'training.checkpoint.keep',
    label: 'Checkpoints kept',
    kind: 'whole',
    help: 'Besides the best one.',
  },
} as const satisfies Readonly<Record<string, Field | readonly Field[]>>;
