import type { ImageSettings } from '../../src-shared/experiment/data';
import { imageSets } from '../../src-shared/experiment/data/image-sets';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { seedPair } from '../random/noise-seeds';

/** What is done to the training pictures of a run, and by which noise. Plain data: it goes to another thread. */
export interface Augmentation {
  readonly runSeed: number;
  /** Sample groups that share a group here see the same pictures. */
  readonly group: number;
  /** Pictures are padded by so many black pixels and cropped to their size again: shifted by up to so many. */
  readonly shift: number;
  readonly flips: boolean;
}

/** One picture's draw. */
export interface PictureChange {
  readonly down: number;
  readonly right: number;
  readonly isMirrored: boolean;
}

/** The augmentation of one worker's training pictures; undefined for none. */
export function augmentationOf(
  dataset: ImageSettings['dataset'],
  { seed, training }: Experiment,
  sampleGroup: number,
): Augmentation | undefined {
  if (training.augmentation === 'none') return undefined;
  const group = training.augmentation === 'independent' ? sampleGroup : 0;
  return { ...imageSets.sets[dataset].augmentation, runSeed: seed, group };
}

/** Decided by (run seed, epoch, item, group) alone: which worker asks, and when, does not matter. */
export function drawChange(
  { runSeed, group, shift, flips }: Augmentation,
  epoch: number,
  item: number,
): PictureChange {
  const [first, second] = seedPair(runSeed, 'augmentation', epoch, item, group);
  const places = 2 * shift + 1;
  return {
    down: Math.floor(((first >>> 0) / 2 ** 32) * places) - shift,
    right: Math.floor(((second >>> 1) / 2 ** 31) * places) - shift,
    isMirrored: flips && (second & 1) === 1,
  };
}
