import { z } from 'zod';
import { classNamesField, ignoredField, ignoredLabel, pixelClassNames } from './class-maps';
import type { OwnDataChoice } from './data-choice';
import { headSettings, headsField } from './heads';
import type { ImageFacts } from './image-facts';
import { images } from './kinds/images';
import { leaveOutClasses, leaveOutClassesField } from './left-out-classes';
import { ownPath } from './own-file';
import {
  splitSeed,
  splitSeedField,
  testField,
  testShare,
  validationField,
  validationFraction,
} from './shares';
import { namesOfTargets, targetNames } from './target-names';
import { unitInName } from './unit-in-name';

/** Of a picture, in pixels. */
const side = z.int().min(1).max(2048);

const settings = z.strictObject({
  dataset: z.literal('images'),
  /**
   * A folder with one folder of pictures for each class, perhaps in train, val and test; or a CSV file of paths and labels; or,
   * for segmentation, a folder with images and masks, perhaps in train, val and test.
   */
  path: ownPath,
  /** Whether each picture is of a class, of a number as a CSV file says, or each of its pixels of a class, as a mask beside it says. */
  task: z.enum(['classification', 'regression', 'segmentation']).default('classification'),
  /** The column of a CSV file that is predicted, or several; left out, the one that is called label, class or target. */
  target: targetNames.optional(),
  /** Of several targets each its own likelihood: a list of settings, one for each column. */
  heads: headSettings,
  ignoredLabel,
  classNames: pixelClassNames,
  /** Height and width that all pictures are brought to, in pixels. */
  size: z
    .array(side)
    .refine((sides) => sides.length === 2, 'Must be two numbers: height and width in pixels.')
    .default([32, 32]),
  /** What becomes of another shape: its edges are cut off, black is added, or it is stretched. */
  resize: z.enum(['cover', 'contain', 'stretch']).default('cover'),
  /** Whether the network sees three colours or their brightness. */
  colours: z.enum(['colour', 'grey']).default('colour'),
  /** Mean and spread that pixels are normalised by: of the pictures trained on, or those that networks trained on ImageNet want. */
  statistics: z.enum(['training', 'imagenet']).default('training'),
  /** Whether random views (training.views) are mirrored too, for pictures without a left and right. */
  mirrored: z.boolean().default(false),
  /** What becomes of a picture that cannot be read: nothing starts, naming it, or it is left out, and the log names it. */
  broken: z.enum(['refuse', 'skip']).default('refuse'),
  /** Names of classes that nothing is trained or tested on; evaluating asks whether the network doubts them. */
  leaveOutClasses,
  testFraction: testShare(0.1),
  validationFraction,
  /** Draws which items validate and test; left out, the run’s seed does, and runs of other seeds have other splits. */
  splitSeed,
});

export type OwnPictureSettings = Readonly<z.output<typeof settings>>;

/** Pictures are shifted by up to an eighth of their shorter side, as CIFAR-10's usually are. */
const shiftShare = 1 / 8;

export const ownPictures: OwnDataChoice<typeof settings, 'images'> & ImageFacts<z.output<typeof settings>> = {
  origin: 'own',
  place: 'either',
  wants: 'a folder of pictures, or a CSV file that lists them',
  kind: {
    ...images,
    hasValues: true,
    predictsFor: {
      ...images.predictsFor,
      what: 'a folder of pictures, or arrays (NPZ, NPY, safetensors, HDF5)',
      help: 'A folder of PNG, JPEG, WebP or TIFF pictures, brought to size as those of training were, or an array x of that size (NPZ, NPY, safetensors, HDF5).',
    },
  },
  settings,
  title: 'Pictures of your own',
  help: 'A folder of pictures for each class, a CSV file of paths with labels or numbers, or pictures with masks.',
  sets: {},
  fields: {
    path: {
      label: 'Folder or CSV file',
      kind: 'text',
      help: 'Its whole path: folders named after classes, perhaps in train, val and test.',
    },
    task: {
      label: 'What is predicted',
      kind: 'choice',
      help: 'Of each picture, or of each pixel as masks say: images/a.jpg and masks/a.png.',
      choices: [
        { value: 'classification', label: 'The class of each picture' },
        { value: 'regression', label: 'Numbers of each picture' },
        { value: 'segmentation', label: 'The class of each pixel' },
      ],
    },
    target: {
      label: 'Columns to predict',
      kind: 'one-or-more',
      optional: true,
      help: 'Of a CSV file, several with commas between. Empty for the one called label.',
    },
    heads: headsField,
    ignoredLabel: ignoredField,
    classNames: classNamesField,
    size: {
      label: 'Height and width',
      kind: 'whole-list',
      help: 'All pictures are brought to it, in pixels.',
    },
    resize: {
      label: 'Pictures of another shape',
      kind: 'choice',
      help: 'How they are brought to that size.',
      choices: [
        { value: 'cover', label: 'Edges are cut off' },
        { value: 'contain', label: 'Black is added' },
        { value: 'stretch', label: 'Are stretched' },
      ],
      isFurther: true,
    },
    colours: {
      label: 'Colours',
      kind: 'choice',
      help: 'What the network sees of them.',
      choices: [
        { value: 'colour', label: 'Red, green and blue' },
        { value: 'grey', label: 'Brightness alone' },
      ],
      isFurther: true,
    },
    statistics: {
      label: 'Pixels are normalised by',
      kind: 'choice',
      help: 'Networks trained on ImageNet begin where its mean and spread are.',
      choices: [
        { value: 'training', label: 'The pictures trained on' },
        { value: 'imagenet', label: 'Those of ImageNet' },
      ],
      isFurther: true,
    },
    mirrored: {
      label: 'Random views are mirrored too',
      kind: 'switch',
      help: 'Where left and right do not matter.',
      isFurther: true,
    },
    broken: {
      label: 'Pictures that cannot be read',
      kind: 'choice',
      help: 'Cut-off files, and what is no picture.',
      choices: [
        { value: 'refuse', label: 'Are refused by name' },
        { value: 'skip', label: 'Are left out, and told' },
      ],
      isFurther: true,
    },
    leaveOutClasses: leaveOutClassesField,
    testFraction: testField,
    validationFraction: validationField,
    splitSeed: splitSeedField,
  },
  itemShape: ({ size: [height, width], colours }) => [height, width, colours === 'grey' ? 1 : 3],
  itemCounts: () => undefined,
  targetUnit: ({ task, target = [] }) => {
    const [only, ...others] = namesOfTargets(target);
    return task === 'regression' && only !== undefined && others.length === 0
      ? unitInName(only).unit
      : undefined;
  },
  namesClasses: ({ task, heads }) => task !== 'regression' && heads === undefined,
  namesPixels: ({ task, heads }) => task === 'segmentation' && heads === undefined,
  hasManyTargets: ({ target = [] }) => namesOfTargets(target).length > 1,
  augmentation: ({ size, mirrored }) => ({
    shift: Math.floor(Math.min(...size) * shiftShare),
    flips: mirrored,
  }),
};
