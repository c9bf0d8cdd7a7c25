import { z } from 'zod';
import { classWeights, classWeightsField } from './class-weights';
import type { OwnDataChoice } from './data-choice';
import { dialectFields, dialectOf, dialectSettings } from './dialect';
import { headSettings, headsField, taskOfTarget } from './heads';
import { rows } from './kinds/table';
import { leaveOutClasses, leaveOutClassesField } from './left-out-classes';
import { fileField, ownPath } from './own-file';
import {
  splitSeed,
  splitSeedField,
  testField,
  testShare,
  validationField,
  validationFraction,
} from './shares';
import type { TableFacts } from './table-layout';
import { namesOfTargets, targetNames } from './target-names';
import { unitInName } from './unit-in-name';

const columnName = z.string().min(1);

const settings = z.strictObject({
  dataset: z.literal('table'),
  /** A CSV, Parquet or Excel file (its first sheet) whose first row names the columns. */
  path: ownPath,
  /** A file of the same columns whose rows are the test; validation is drawn from the other file. */
  testPath: ownPath.optional(),
  /** The column to predict, or a list of several columns of numbers; all others are inputs, less those to leave out. */
  target: targetNames,
  /** Columns that are neither inputs nor predicted. */
  leaveOut: z.array(columnName).default([]),
  /** Whether the target is a number, the name of a class, or one of classes with an order (ordinal), which is that of their numbers or of `classes`. */
  task: z.enum(['regression', 'classification', 'ordinal']).default('regression'),
  /** Ordered classes from the least to the most, where they are no numbers: `["low", "mid", "high"]`. */
  classes: z.array(columnName).min(3).max(1000).optional(),
  /** Of several columns each its own likelihood: a list of settings, one for each column. */
  heads: headSettings,
  /** What an empty cell of an input is: a mistake, or as the column’s mean or median, or as its mean with an input of its own that says so (mask). */
  missing: z.enum(['refuse', 'mean', 'median', 'mask']).default('refuse'),
  /** A column of more different texts than this has an embedding for each of them, numbers that are learned, instead of an input for each. */
  embedAbove: z.int().min(1).max(10_000).default(100),
  /** Numbers of an embedding; left out, 1.6 n^0.56 of n texts, at most 50. */
  embeddingSize: z.int().min(1).max(1000).optional(),
  /** Whether each class has the same share of training, validation and test. */
  stratified: z.boolean().default(true),
  /** Rows that each class has at least in the test and in validation, if it has enough: the shares alone give a class of few rows none. One row trains before one tests, and one tests before one validates. */
  leastPerClass: z.int().min(0).max(1000).default(1),
  /** A column that names groups (patients, sites), whose rows all go to one part, so that a test is of groups never seen. */
  groups: columnName.optional(),
  /** A column that says of each row train, validation or test; parts that it does not name are drawn from the rows to train on. */
  splitColumn: columnName.optional(),
  /** What each class weighs in the likelihood: balanced, in proportion to how rare it is, or numbers by names, `{"rare": 5}`, the others 1. Scores do not weigh. */
  classWeights,
  /** Names of classes that nothing is trained or tested on; evaluating asks whether the network doubts them. */
  leaveOutClasses,
  testFraction: testShare(0.1),
  validationFraction,
  /** Draws which items validate and test; left out, the run’s seed does, and runs of other seeds have other splits. */
  splitSeed,
  ...dialectSettings,
});

export const table: OwnDataChoice<typeof settings, 'table'> & TableFacts<z.output<typeof settings>> = {
  origin: 'own',
  kind: rows,
  settings,
  title: 'A table of your own',
  help: 'CSV, Parquet or Excel: a number or a class to predict from the other columns.',
  sets: {},
  fields: {
    path: fileField,
    testPath: {
      label: 'File of the test',
      kind: 'text',
      optional: true,
      help: 'Its whole path; its rows are the test. Empty to draw it from the file.',
      isFurther: true,
    },
    target: {
      label: 'Columns to predict',
      kind: 'one-or-more',
      help: 'One, or several of numbers with commas between. All others are inputs, but those left out.',
    },
    leaveOut: {
      label: 'Columns to leave out',
      kind: 'text-list',
      optional: true,
      help: 'Neither inputs nor predicted: names with commas between. Empty for none.',
    },
    task: {
      label: 'What it holds',
      kind: 'choice',
      help: 'What is predicted.',
      choices: [
        { value: 'regression', label: 'A number' },
        { value: 'classification', label: 'The name of a class' },
        {
          value: 'ordinal',
          label: 'A class of several in order',
          help: 'Grades, stages, how much one agrees.',
        },
      ],
    },
    classes: {
      label: 'Order of the classes',
      kind: 'text-list',
      optional: true,
      help: 'From the least to the most, with commas between. Empty where they are numbers.',
    },
    missing: {
      label: 'Empty cells',
      kind: 'choice',
      help: 'What an empty cell of an input is.',
      choices: [
        { value: 'refuse', label: 'A mistake', help: 'The run does not start on such a file.' },
        { value: 'mean', label: 'The column’s mean', help: 'Of the rows that are trained on.' },
        {
          value: 'median',
          label: 'The column’s median',
          help: 'Of the rows that are trained on; where few values lie far out.',
        },
        {
          value: 'mask',
          label: 'The mean, and an input that says so',
          help: 'Where emptiness tells something.',
        },
      ],
      isFurther: true,
    },
    heads: headsField,
    embedAbove: {
      label: 'Embeddings above so many texts',
      kind: 'whole',
      help: 'A column of more different texts learns numbers for each; of fewer, each is an input.',
      isFurther: true,
    },
    embeddingSize: {
      label: 'Numbers of an embedding',
      kind: 'whole',
      optional: true,
      help: 'Empty to go by how many texts a column has.',
      isFurther: true,
    },
    stratified: {
      label: 'Same shares of each class',
      kind: 'switch',
      help: 'In training, validation and test, where classes are predicted.',
      isFurther: true,
    },
    leastPerClass: {
      label: 'Rows of each class at least',
      kind: 'whole',
      help: 'In the test and in validation, where a class has enough. 0 for the shares alone.',
      isFurther: true,
    },
    groups: {
      label: 'Column of groups',
      kind: 'text',
      optional: true,
      help: 'Rows of one group (a patient, a site) all go to one part. Empty for none.',
      isFurther: true,
    },
    splitColumn: {
      label: 'Column of the split',
      kind: 'text',
      optional: true,
      help: 'Says train, validation or test of each row. Empty to draw.',
      isFurther: true,
    },
    classWeights: classWeightsField,
    leaveOutClasses: leaveOutClassesField,
    testFraction: testField,
    validationFraction: validationField,
    splitSeed: splitSeedField,
    ...dialectFields,
  },
  itemShape: () => undefined,
  itemCounts: () => undefined,
  targetUnit: ({ task, target }) => {
    const [only, ...others] = namesOfTargets(target);
    return task === 'regression' && others.length === 0 ? unitInName(only).unit : undefined;
  },
  namesClasses: ({ task, heads }) => task !== 'regression' && heads === undefined,
  hasManyTargets: ({ target }) => namesOfTargets(target).length > 1,
  layout: ({
    testPath,
    target,
    task,
    heads,
    leaveOut,
    missing,
    stratified,
    groups,
    splitColumn,
    classWeights: weights,
    classes,
    embedAbove,
    embeddingSize,
    ...dialect
  }) => ({
    testFile: testPath,
    dialect: dialectOf(dialect),
    targets: namesOfTargets(target),
    taskOf: (column) => taskOfTarget({ heads, task }, column),
    leaveOut,
    missing,
    stratified,
    groups,
    splitColumn,
    classWeights: weights,
    classes,
    embedAbove,
    embeddingSize,
  }),
};
