import { z } from 'zod';
import { classNamesField, ignoredField, ignoredLabel, pixelClassNames } from './class-maps';
import type { OwnDataChoice } from './data-choice';
import { headSettings, headsField } from './heads';
import { items } from './kinds/arrays';
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

const arrayName = z.string().min(1);

const settings = z.strictObject({
  dataset: z.literal('arrays'),
  /** A NPZ, NPY, safetensors or HDF5 file, or a folder of NPY files. */
  path: ownPath,
  /** The array of inputs, whose first axis runs over items; or x_train, x_test and perhaps x_val, where the splits are in the file. */
  inputs: arrayName.default('x'),
  /** The array of what is predicted, a class or a value for each item, or several values; or a list of arrays of values; with the same endings. */
  targets: targetNames.default('y'),
  /** Whether targets are classes (whole numbers or texts), values, or class maps: a class for each pixel. */
  task: z.enum(['classification', 'regression', 'segmentation']).default('classification'),
  /** Of several targets each its own likelihood: a list of settings, one for each array. */
  heads: headSettings,
  ignoredLabel,
  classNames: pixelClassNames,
  /** Names of classes that nothing is trained or tested on; evaluating asks whether the network doubts them. */
  leaveOutClasses,
  testFraction: testShare(0.1),
  validationFraction,
  /** Draws which items validate and test; left out, the run’s seed does, and runs of other seeds have other splits. */
  splitSeed,
});

export type ArraySettings = Readonly<z.output<typeof settings>>;

export const arrays: OwnDataChoice<typeof settings, 'arrays'> = {
  origin: 'own',
  place: 'either',
  wants: 'a file of arrays (NPZ, NPY, safetensors, HDF5), or a folder of NPY files',
  kind: items,
  settings,
  title: 'Arrays of your own',
  help: 'NPZ, NPY, safetensors or HDF5: inputs of any shape with a class, a number or a class map each.',
  sets: {},
  fields: {
    path: {
      label: 'File or folder of arrays',
      kind: 'text',
      help: 'Its whole path: NPZ, NPY, safetensors or HDF5.',
    },
    inputs: {
      label: 'Array of inputs',
      kind: 'text',
      help: 'Its first axis runs over items; x also finds x_train and x_test.',
    },
    targets: {
      label: 'Arrays of targets',
      kind: 'one-or-more',
      help: 'One, or several of numbers with commas between; y also finds y_train and y_test.',
    },
    task: {
      label: 'What the targets are',
      kind: 'choice',
      help: 'What is predicted of each item.',
      choices: [
        { value: 'classification', label: 'Classes' },
        { value: 'regression', label: 'Numbers' },
        { value: 'segmentation', label: 'A class for each pixel' },
      ],
    },
    heads: headsField,
    ignoredLabel: ignoredField,
    classNames: classNamesField,
    leaveOutClasses: leaveOutClassesField,
    testFraction: testField,
    validationFraction: validationField,
    splitSeed: splitSeedField,
  },
  itemShape: () => undefined,
  itemCounts: () => undefined,
  targetUnit: () => undefined,
  namesClasses: ({ task, heads }) => task !== 'regression' && heads === undefined,
  namesPixels: ({ task, heads }) => task === 'segmentation' && heads === undefined,
  // How many values an array has for each item only the file tells.
  hasManyTargets: ({ targets }) => namesOfTargets(targets).length > 1,
};
