import { z } from 'zod';
import type { KnownDataChoice, KnownSet } from './data-choice';
import type { ImageFacts, RandomViews } from './image-facts';
import { images } from './kinds/images';
import { leaveOutClasses, leaveOutClassesField } from './left-out-classes';
import { splitSeed, splitSeedField, validationField, validationFraction } from './shares';

const settings = z.strictObject({
  dataset: z.enum(['digits', 'fashion-mnist', 'cifar-10']),
  /** A folder the user names instead of the app's own copy (idx files, or cifar-10-batches-bin). */
  path: z.string().min(1).optional(),
  /** Names of classes that nothing is trained or tested on; evaluating asks whether the network doubts them. */
  leaveOutClasses,
  validationFraction,
  /** Draws which items validate and test; left out, the run’s seed does, and runs of other seeds have other splits. */
  splitSeed,
});

export type ImageSetSettings = Readonly<z.output<typeof settings>>;

/** A set of labelled pictures, with its published split. */
export interface ImageSetFacts extends KnownSet {
  /** [height, width, channels] */
  readonly shape: readonly number[];
  readonly classes: readonly string[];
  readonly trainItems: number;
  readonly testItems: number;
  /** What `training.views` does to a picture. */
  readonly augmentation: RandomViews;
}

/** Names of idx files; https://yann.lecun.com/exdb/mnist */
export const idxFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

/** Names of the files of cifar-10-batches-bin. */
export const cifarFiles = {
  train: [1, 2, 3, 4, 5].map((batch) => `data_batch_${batch}.bin`),
  test: 'test_batch.bin',
} as const;

const clothing = 'T-shirt/top, Trouser, Pullover, Dress, Coat, Sandal, Shirt, Sneaker, Bag, Ankle boot';
const animalsAndVehicles = 'airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck';

const sets: Readonly<Record<z.output<typeof settings>['dataset'], ImageSetFacts>> = {
  digits: {
    title: 'Digits',
    about: 'Hand-written digits of 8 x 8 grey pixels, from scikit-learn. Comes with Parasample.',
    licence: 'BSD 3-Clause (scikit-learn); data from UCI, CC BY 4.0',
    downloadMB: 0,
    files: ['digits.csv'],
    shape: [8, 8, 1],
    classes: Array.from({ length: 10 }, (_, digit) => String(digit)),
    trainItems: 1437,
    testItems: 360,
    // Mirrored digits or shoes of one side would be others.
    augmentation: { shift: 1, flips: false },
  },
  'fashion-mnist': {
    title: 'Fashion-MNIST',
    about: 'Ten kinds of clothing from a shop, 28 x 28 grey pixels.',
    licence: 'MIT (Zalando SE)',
    downloadMB: 31,
    files: Object.values(idxFiles),
    shape: [28, 28, 1],
    classes: clothing.split(', '),
    trainItems: 60_000,
    testItems: 10_000,
    augmentation: { shift: 2, flips: false },
  },
  'cifar-10': {
    title: 'CIFAR-10',
    about: 'Ten kinds of animals and vehicles, 32 x 32 colour pixels.',
    licence: 'None stated; its authors ask that their report of 2009 be cited',
    downloadMB: 170,
    files: [...cifarFiles.train, cifarFiles.test],
    shape: [32, 32, 3],
    classes: animalsAndVehicles.split(', '),
    trainItems: 50_000,
    testItems: 10_000,
    // As usual: crops of 32 with padding 4, mirrored.
    augmentation: { shift: 4, flips: true },
  },
};

export const imageSets: KnownDataChoice<typeof settings, 'images'> &
  ImageFacts<z.output<typeof settings>> & { readonly sets: typeof sets } = {
  origin: 'known',
  kind: images,
  settings,
  title: 'Pictures',
  sets,
  fields: {
    path: {
      label: 'Folder with your own files',
      kind: 'text',
      optional: true,
      help: 'Empty for the app’s own copy.',
      isFurther: true,
    },
    leaveOutClasses: leaveOutClassesField,
    validationFraction: validationField,
    splitSeed: splitSeedField,
  },
  // Own files have their form alone in common with a known set; that of idx files leaves the size open.
  itemShape: ({ dataset, path }) =>
    path !== undefined && dataset === 'fashion-mnist' ? undefined : sets[dataset].shape,
  itemCounts: ({ dataset, path, validationFraction: share, leaveOutClasses: leftOut }) => {
    if (path !== undefined || leftOut?.length) return undefined;
    const { trainItems, testItems } = sets[dataset];
    const validation = Math.round(trainItems * share);
    return { train: trainItems - validation, validation, test: testItems };
  },
  targetUnit: () => undefined,
  namesClasses: () => true,
  hasManyTargets: () => false,
  augmentation: ({ dataset }) => sets[dataset].augmentation,
};
