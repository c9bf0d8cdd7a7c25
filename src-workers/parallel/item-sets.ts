import { targetsFollowViews } from '../../src-shared/experiment/augmentation-problems';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';

/**
 * Which items each weight sample of a step sees, and which view of them. It depends on the sample's number alone, so
 * that it is the same in every mode and on any number of devices.
 */
export interface ItemSets {
  /**
   * Whether every sample has an order of items of its own, as members of an ensemble do: with a common one they see the
   * same batches after the same number of steps, and stay more alike than networks that were trained apart.
   */
  readonly ownOrder: boolean;
  /** Random views of an item: sample s sees view s mod this. 0 for items as they are. */
  readonly views: number;
  /** Whether samples that see other sets have other targets too: of other items, or of other views that targets follow. */
  readonly ownTargets: boolean;
}

/** A set of items that one or more samples of a worker see. */
export interface ItemSet {
  /** Part of the key of its order. */
  readonly order: number;
  readonly view: number;
}

/** Pooled likelihoods compare the samples item by item, which needs the same items for all. */
export function itemSetsOf(experiment: Experiment): ItemSets {
  const { inference, training } = experiment;
  const { hasMembers, isOnAllItems } = methodFacts(inference);
  const ownOrder = hasMembers && !isOnAllItems && inference.objective === 'elbo';
  const ownTargets = ownOrder || (training.views > 1 && targetsFollowViews(experiment));
  return { ownOrder, views: training.views, ownTargets };
}

/** How many sets so many consecutive samples see: sample i of them sees set i mod this. */
export function countSets(
  { ownOrder, views }: Pick<ItemSets, 'ownOrder' | 'views'>,
  samples: number,
): number {
  return ownOrder ? samples : Math.min(Math.max(1, views), samples);
}
