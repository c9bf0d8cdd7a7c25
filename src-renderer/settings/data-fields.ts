import { namesOf } from '../../src-shared/experiment/choice';
import { dataChoices } from '../../src-shared/experiment/data';
import { settingFields } from './choice-fields';
import type { Field } from './field';

type DataChoice = (typeof dataChoices)[number];

/** While data of such a choice are chosen. */
const datasets = (isMeant: (choice: DataChoice) => boolean) => ({
  'data.dataset': dataChoices.filter(isMeant).flatMap((choice) => namesOf(choice, 'dataset')),
});
const values = datasets(({ kind }) => kind.hasValues);
/** Those of files of the person's own first: which columns they are comes before what is made of them. */
const inFormOrder = [...dataChoices].sort(
  (a, b) => Number(a.origin === 'known') - Number(b.origin === 'known'),
);
const settings = settingFields('data', inFormOrder, {}, 'dataset');

/** The settings of the chosen data. */
export const dataFields = {
  dataSettings: settings.filter(({ isFurther }) => !isFurther),
  furtherDataSettings: settings.filter(({ isFurther }) => isFurther),
  views: {
    path: 'training.views',
    label: 'Random views of each picture',
    kind: 'whole',
    shownWhen: datasets(({ kind }) => kind.canBeAugmented),
    help: 'Shifted at random; those of CIFAR-10 mirrored too. Sample s sees view s modulo this; 0 for pictures as they are.',
  },
  noise: {
    path: 'inference.noise.kind',
    fallback: 'learned',
    label: 'Noise of the targets',
    kind: 'choice',
    shownWhen: values,
    help: 'How far true values scatter about the prediction.',
    choices: [
      {
        value: 'learned',
        label: 'Learned',
        help: 'One number, trained with the weights; of members each its own.',
      },
      {
        value: 'predicted',
        label: 'Predicted',
        help: 'Of each value its own: the network gives it beside the value (heteroscedastic).',
      },
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
    shownWhen: { ...values, 'inference.noise.kind': ['learned', 'predicted', 'fixed'] },
    help: 'In units of the standardised targets; where learned or predicted, its start.',
  },
} as const satisfies Readonly<Record<string, Field | readonly Field[]>>;
