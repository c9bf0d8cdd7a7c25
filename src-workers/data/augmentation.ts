import type { AugmentationSettings } from '../../src-shared/experiment/augmentations';
import { type ImageSettings, imageFacts } from '../../src-shared/experiment/data';
import type { RandomViews } from '../../src-shared/experiment/data/image-facts';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { seedPair } from '../random/noise-seeds';
import type { Look } from './batch-reader';

/** What is done to the training pictures of a run, and by which noise. Plain data: it goes to another thread. */
export type Augmentation = UsualViews | ListedChanges;

/** Shifts, and mirrors where they are no other pictures. */
export interface UsualViews extends RandomViews {
  readonly runSeed: number;
}

/** What the experiment names. */
export interface ListedChanges {
  readonly runSeed: number;
  readonly list: readonly AugmentationSettings[];
  /** The items to train on, with which pictures are mixed; in memory that threads share. */
  readonly partners: Uint32Array;
}

/** One picture's draw. */
export interface PictureChange {
  readonly down: number;
  readonly right: number;
  readonly isMirrored: boolean;
}

/**
 * The augmentation of training pictures; undefined where no sample sees a random view.
 * @param train items to train on
 */
export function augmentationOf(
  data: ImageSettings,
  { seed, training }: Experiment,
  train: Uint32Array,
): Augmentation | undefined {
  if (training.views === 0) return undefined;
  const { augmentations: list } = training;
  if (!list) return { ...imageFacts(data).augmentation(data), runSeed: seed };
  const partners = new Uint32Array(new SharedArrayBuffer(4 * train.length));
  partners.set(train);
  return { runSeed: seed, list, partners };
}

/** Decided by (run seed, epoch, item, view) alone: which worker asks, and when, does not matter. */
export function drawChange(
  { runSeed, shift, flips }: UsualViews,
  { epoch, view }: Look,
  item: number,
): PictureChange {
  const [first, second] = seedPair(runSeed, 'augmentation', epoch, item, view);
  const places = 2 * shift + 1;
  return {
    down: Math.floor(((first >>> 0) / 2 ** 32) * places) - shift,
    right: Math.floor(((second >>> 1) / 2 ** 31) * places) - shift,
    isMirrored: flips && (second & 1) === 1,
  };
}
