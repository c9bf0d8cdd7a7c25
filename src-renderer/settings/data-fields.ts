import { namesOf, optionsOf } from '../../src-shared/experiment/choice';
import { dataChoices } from '../../src-shared/experiment/data';
import { noises } from '../../src-shared/experiment/noise';
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
  augmentations: {
    path: 'training.augmentations',
    label: 'What a view does to a picture',
    kind: 'augmentations',
    optional: true,
    shownWhen: datasets(({ kind }) => kind.canBeAugmented),
    help: 'Of training pictures alone, one after the other.',
  },
  noise: {
    path: 'inference.noise.kind',
    fallback: 'learned',
    label: 'Noise of the targets',
    kind: 'choice',
    shownWhen: values,
    help: 'How far true values scatter about the prediction.',
    choices: optionsOf(noises),
  },
  noiseSettings: settingFields('inference.noise', noises, values),
} as const satisfies Readonly<Record<string, Field | readonly Field[]>>;
