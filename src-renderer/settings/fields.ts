import { nameOf } from '../../src-shared/experiment/choice';
import { methods } from '../../src-shared/experiment/methods';
import type { Texts } from './assemble';
import { dataFields } from './data-fields';
import { type Field, isShown } from './field';
import { inferenceFields } from './inference-fields';
import { networkFields } from './network-fields';
import { startFields } from './start-fields';
import { trainingFields } from './training-fields';

const dropping = methods.filter(({ dropsUnits }) => dropsUnits).map((method) => nameOf(method, 'method'));

const drawing = methods
  .filter(({ hasMembers, isSingle }) => !hasMembers && !isSingle)
  .map((method) => nameOf(method, 'method'));

/** The settings of the run as a whole and of its devices. */
const otherFields = {
  name: { path: 'name', label: 'Name', kind: 'text', help: 'How the run is called in lists and charts.' },
  seed: {
    path: 'seed',
    label: 'Seed',
    kind: 'whole',
    help: 'The same seed draws the same weights, on any number of devices.',
  },
  evaluationSamples: {
    path: 'evaluation.samples',
    label: 'Weight samples of the final scores',
    kind: 'whole',
    shownWhen: { 'inference.method': drawing },
    help: 'And of predictions; more cost time once, and say more than those of a step.',
  },
  dropout: {
    path: 'model.dropout',
    label: 'Dropout',
    kind: 'number',
    shownWhen: { 'inference.method': dropping },
    help: 'Probability of leaving out a hidden unit, below 1; of your own network 0 keeps the file’s.',
  },
  mode: {
    path: 'parallel.mode',
    label: 'How devices share the work',
    kind: 'choice',
    help: 'What each device does of a step.',
    choices: [
      { value: 'local', label: 'One device', help: 'Nothing is exchanged.' },
      {
        value: 'sp',
        label: 'Shared samples (sp)',
        help: 'Sampling parallelism: each device draws its part of the samples and sees every item.',
      },
      {
        value: 'ddp',
        label: 'Shared items (ddp)',
        help: 'Data parallelism: each device draws every sample and sees its part of the items.',
      },
      {
        value: 'hybrid',
        label: 'Mesh of both (hybrid)',
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
  threads: {
    path: 'parallel.threadsPerDevice',
    label: 'Threads per device',
    kind: 'whole',
    optional: true,
    help: 'Empty: CPU slots share the cores evenly.',
  },
  share: {
    path: 'parallel.share',
    label: 'Runs per device',
    kind: 'whole',
    optional: true,
    help: 'So many may train on a device at once, where all of them say so. Empty: others wait for this run.',
  },
  elastic: {
    path: 'parallel.elastic',
    label: 'Continue without a lost device',
    kind: 'switch',
    help: 'The others take over its work; else the run fails.',
  },
} as const satisfies Readonly<Record<string, Field>>;

export const fields = {
  ...otherFields,
  ...dataFields,
  ...networkFields,
  ...startFields,
  ...inferenceFields,
  ...trainingFields,
};

export const allFields: readonly Field[] = Object.values(fields).flat();

/** Settings that have no plain field, because a picker stands for them. */
const otherLabels: Readonly<Record<string, string>> = {
  'data.dataset': 'Data set',
  'data.path': 'File or folder',
  'parallel.devices': 'Devices',
  engine: 'Engine',
  codeVersion: 'Code version',
};

/**
 * The label of a setting's path, or the path itself where it has none.
 * @param texts what is chosen, where a path has another field for another choice
 */
export function labelOf(path: string, texts: Texts = {}): string {
  // What is wrong inside a list is told by its row.
  const inRow = /^(.+?)\.(\d+)(\.|$)/.exec(path);
  if (inRow) return `${labelOf(inRow[1], texts)}, row ${Number(inRow[2]) + 1}`;
  const own = allFields.filter((field) => field.path === path);
  const shown = own.length > 1 ? own.find((field) => isShown(field, texts)) : undefined;
  // A choice as a whole is called as the field that makes it.
  const choosing = allFields.find((field) => field.path === `${path}.kind`);
  const other = Object.hasOwn(otherLabels, path) ? otherLabels[path] : undefined;
  return shown?.label ?? other ?? own[0]?.label ?? choosing?.label ?? path;
}
