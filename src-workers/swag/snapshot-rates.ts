import type { StepCounts } from '../../src-shared/devices/workload';
import type { Swag } from '../../src-shared/experiment/methods/swag-facts';
import { learningRateAt, type RateSettings } from '../train/learning-rate';
import { stepsBeforeSnapshots } from './snapshot-steps';

/**
 * Learning rates of a run with snapshots: the schedule ends where they begin, and from there on the rate is constant.
 * @param settings of the optimiser, over the whole run
 * @returns for a step, which counts from 1
 */
export function snapshotRates(
  swag: Swag,
  steps: Pick<StepCounts, 'totalSteps' | 'stepsPerEpoch'>,
  settings: RateSettings,
): (step: number) => number {
  const before = stepsBeforeSnapshots(swag, steps);
  const alone = { ...settings, epochs: before / steps.stepsPerEpoch };
  return (step) =>
    step > before ? swag.rate * settings.learningRate : learningRateAt(step, steps.stepsPerEpoch, alone);
}
