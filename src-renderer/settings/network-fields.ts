import { optionsOf } from '../../src-shared/experiment/choice';
import { networks } from '../../src-shared/experiment/networks';
import { settingFields } from './choice-fields';
import type { Field } from './field';

/** The kind of network and its sizes; choosing a kind fills in the sizes that it starts from. */
export const networkFields = {
  modelKind: {
    path: 'model.kind',
    label: 'Kind of network',
    kind: 'choice',
    help: 'Layers from the input to the prediction.',
    choices: optionsOf(networks),
  },
  networkSettings: settingFields('model', networks),
  head: {
    path: 'model.head.classes',
    label: 'Outputs of a new last layer',
    kind: 'whole',
    optional: true,
    help: 'For other classes than it was trained on: the last layer is made anew and begins afresh. Empty to keep it.',
    shownWhen: { 'model.kind': ['onnx'] },
  },
} as const satisfies Readonly<Record<string, Field | readonly Field[]>>;
