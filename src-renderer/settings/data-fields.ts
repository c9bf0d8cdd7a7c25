import type { Field } from './field';

const pictures = { 'data.dataset': ['digits', 'fashion-mnist', 'cifar-10'] } as const;
const ownFile = { 'data.dataset': ['table', 'time-series', 'field'] } as const;
const ownTable = { 'data.dataset': ['table'] } as const;
const ownSeries = { 'data.dataset': ['time-series'] } as const;
const ownField = { 'data.dataset': ['field'] } as const;
const series = { 'data.dataset': ['metro-traffic', 'time-series'] } as const;
const numbers = {
  'data.dataset': [
    'table',
    'concrete',
    'yacht',
    'protein',
    'power-plant',
    'metro-traffic',
    'time-series',
    'storm',
    'navy-winds',
    'field',
  ],
} as const;

/** The settings of the chosen data. */
export const dataFields = {
  dataPath: {
    path: 'data.path',
    label: 'Folder with your own files',
    kind: 'text',
    optional: true,
    shownWhen: pictures,
    help: 'Empty for the app’s own copy.',
  },
  file: {
    path: 'data.path',
    label: 'File',
    kind: 'text',
    shownWhen: ownFile,
    help: 'Its whole path: CSV with named columns, or NetCDF for fields.',
  },
  target: {
    path: 'data.target',
    label: 'Column to predict',
    kind: 'text',
    shownWhen: ownTable,
    help: 'All others are inputs, but those left out.',
  },
  leaveOut: {
    path: 'data.leaveOut',
    label: 'Columns to leave out',
    kind: 'text-list',
    optional: true,
    shownWhen: ownTable,
    help: 'Neither inputs nor predicted: names with commas between. Empty for none.',
  },
  task: {
    path: 'data.task',
    fallback: 'regression',
    label: 'What it holds',
    kind: 'choice',
    shownWhen: ownTable,
    help: 'What the column to predict holds.',
    choices: [
      { value: 'regression', label: 'A number' },
      { value: 'classification', label: 'The name of a class' },
    ],
  },
  timeColumn: {
    path: 'data.timeColumn',
    fallback: 'date',
    label: 'Time column',
    kind: 'text',
    shownWhen: ownSeries,
    help: 'Its times, one row for each step.',
  },
  valueColumn: {
    path: 'data.valueColumn',
    fallback: 'OT',
    label: 'Value column',
    kind: 'text',
    shownWhen: ownSeries,
    help: 'What is forecast.',
  },
  gaps: {
    path: 'data.gaps',
    fallback: 'refuse',
    label: 'Empty values',
    kind: 'choice',
    shownWhen: ownSeries,
    help: 'What an empty cell is.',
    choices: [
      { value: 'refuse', label: 'A mistake', help: 'The run does not start on such a file.' },
      { value: 'mask', label: 'Not known', help: 'Left out of training and scores.' },
    ],
  },
  variables: {
    path: 'data.variables',
    label: 'Variables',
    kind: 'text-list',
    shownWhen: ownField,
    help: 'Over time, y and x, with commas between.',
  },
  history: {
    path: 'data.history',
    fallback: '504',
    label: 'Known steps',
    kind: 'whole',
    shownWhen: series,
    help: 'How far it looks back.',
  },
  horizon: {
    path: 'data.horizon',
    fallback: '168',
    label: 'Steps to forecast',
    kind: 'whole',
    shownWhen: series,
    help: 'How far it looks ahead.',
  },
  stride: {
    path: 'data.stride',
    fallback: '1',
    label: 'Steps between windows',
    kind: 'whole',
    shownWhen: series,
    help: 'More make fewer windows that overlap less.',
  },
  calendar: {
    path: 'data.calendar',
    fallback: 'true',
    label: 'Calendar',
    kind: 'switch',
    shownWhen: series,
    help: 'Tells the network hour, weekday, month and year.',
  },
  testFraction: {
    path: 'data.testFraction',
    fallback: '0.1',
    label: 'Test share',
    kind: 'number',
    shownWhen: numbers,
    help: 'Part of all items kept for the test, 0 to 0.9.',
  },
  validation: {
    path: 'data.validationFraction',
    label: 'Validation share',
    kind: 'number',
    help: 'Part of the training items held out, 0 to 0.9.',
  },
  augmentation: {
    path: 'training.augmentation',
    label: 'Augmentation',
    kind: 'choice',
    shownWhen: pictures,
    help: 'Training pictures shifted at random; those of CIFAR-10 mirrored too.',
    choices: [
      { value: 'none', label: 'None' },
      { value: 'shared', label: 'The same on all devices', help: 'As one device would see them.' },
      {
        value: 'independent',
        label: 'Each device its own',
        help: 'More variety in sampling parallelism: often fewer epochs.',
      },
    ],
  },
  noise: {
    path: 'inference.noise.kind',
    fallback: 'learned',
    label: 'Noise of the targets',
    kind: 'choice',
    shownWhen: numbers,
    help: 'How far true values scatter about the prediction.',
    choices: [
      { value: 'learned', label: 'Learned', help: 'One number, trained with the weights.' },
      { value: 'fixed', label: 'Fixed' },
      {
        value: 'samples',
        label: 'From the spread of the samples',
        help: 'As torch_blue has it; needs several samples.',
      },
    ],
  },
  noiseStd: {
    path: 'inference.noise.std',
    fallback: '0.5',
    label: 'Noise standard deviation',
    kind: 'number',
    shownWhen: { ...numbers, 'inference.noise.kind': ['learned', 'fixed'] },
    help: 'In units of the standardised targets; where learned, its start.',
  },
} as const satisfies Readonly<Record<string, Field>>;
