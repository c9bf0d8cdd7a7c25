import { namesOf, optionsOf } from '../../src-shared/experiment/choice';
import { dataChoices } from '../../src-shared/experiment/data';
import { noises } from '../../src-shared/experiment/noise';
import type { Texts } from './assemble';
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

const having = (setting: string) => datasets(({ fields }) => Object.hasOwn(fields, setting))['data.dataset'];
const withTask = having('task');
const withHeads = having('heads');
const namesDataset = (names: readonly string[], texts: Texts) => names.includes(texts['data.dataset'] ?? '');
const hasHeads = (texts: Texts) => namesDataset(withHeads, texts) && (texts['data.heads'] ?? '') !== '';
/** Whether the data hold numbers, as far as a choice says what they hold. */
const holdsNumbers = (texts: Texts) =>
  namesDataset(withTask, texts) && texts['data.task'] === 'regression' && !hasHeads(texts);
/** Each of several heads has a noise of its own, and classes have none. */
const hasNoNoise = (texts: Texts) =>
  hasHeads(texts) || (namesDataset(withTask, texts) && texts['data.task'] !== 'regression');

/** What belongs to one likelihood alone. */
const idle: Readonly<Record<string, Field['isIdle']>> = {
  'data.classes': (texts) => texts['data.task'] !== 'ordinal',
  'data.classWeights': holdsNumbers,
  'data.leaveOutClasses': holdsNumbers,
  'data.stratified': holdsNumbers,
  'data.leastPerClass': holdsNumbers,
};
const withIdle = (field: Field): Field => {
  const isIdle = idle[field.path];
  return isIdle ? { ...field, isIdle } : field;
};
const settings = settingFields('data', inFormOrder, {}, 'dataset').map(withIdle);

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
    isIdle: hasNoNoise,
    help: 'How far true values scatter about the prediction.',
    choices: optionsOf(noises),
  },
  noiseSettings: settingFields('inference.noise', noises, values).map((field) => ({
    ...field,
    isIdle: hasNoNoise,
  })),
} as const satisfies Readonly<Record<string, Field | readonly Field[]>>;
