import type { StepCounts } from '../../src-shared/devices/workload';
import { BadInputError } from '../../src-shared/errors';
import type { Swag } from '../../src-shared/experiment/methods/swag-facts';

/** The last step before snapshots are taken. */
export function stepsBeforeSnapshots({ from }: Swag, { totalSteps }: Pick<StepCounts, 'totalSteps'>): number {
  return Math.floor(from * totalSteps);
}

/**
 * The steps after which a run's weights are taken down, counted from 1: one each epoch, or more often where the steps that are
 * left would hold fewer than `rank`.
 * @throws BadInputError where they are too few, with how many there are
 */
export function stepsOfSnapshots(
  settings: Swag,
  steps: Pick<StepCounts, 'totalSteps' | 'stepsPerEpoch'>,
): ReadonlySet<number> {
  const { rank } = settings;
  const before = stepsBeforeSnapshots(settings, steps);
  const left = steps.totalSteps - before;
  const every = settings.every ?? Math.max(1, Math.min(steps.stepsPerEpoch, Math.floor(left / rank)));
  const count = Math.floor(left / every);
  if (count < rank)
    throw new BadInputError(
      `inference.rank: ${left} of the ${steps.totalSteps} steps are left for snapshots, which are ${count} with one every ${every}; rank ${rank} needs ${rank * every} steps, so set training.epochs higher, or inference.from${settings.every === undefined ? '' : ', inference.every'} or inference.rank lower.`,
    );
  return new Set(Array.from({ length: count }, (_, snapshot) => before + (snapshot + 1) * every));
}
