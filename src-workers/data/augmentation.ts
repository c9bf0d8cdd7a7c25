import { type ImageSettings, imageFacts } from '../../src-shared/experiment/data';
import type { RandomViews } from '../../src-shared/experiment/data/image-facts';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { seedPair } from '../random/noise-seeds';
import type { Look } from './batch-reader';

/** What is done to the training pictures of a run, and by which noise. Plain data: it goes to another thread. */
export interface Augmentation extends RandomViews {
  readonly runSeed: number;
}

/** One picture's draw. */
export interface PictureChange {
  readonly down: number;
  readonly right: number;
  readonly isMirrored: boolean;
}

/** The augmentation of training pictures; undefined where no sample sees a random view. */
export function augmentationOf(
  data: ImageSettings,
  { seed, training }: Experiment,
): Augmentation | undefined {
  if (training.views === 0) return undefined;
  return { ...imageFacts(data).augmentation(data), runSeed: seed };
}

/** Decided by (run seed, epoch, item, view) alone: which worker asks, and when, does not matter. */
export function drawChange(
  { runSeed, shift, flips }: Augmentation,
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
