import { type StepCounts, stepsOf } from '../devices/workload';
import type { Experiment } from './experiment';

/**
 * The steps of a run. Of Hamiltonian chains each is an iteration over the whole training split, and validation follows
 * the last.
 * @param trainItems of the training split (N), at least 1
 */
export function plannedSteps({ inference, training }: Experiment, trainItems: number): StepCounts {
  if (inference.method !== 'hmc') return stepsOf(training, trainItems);
  const iterations = inference.warmUp + inference.draws;
  return {
    batchItems: trainItems,
    lastItems: trainItems,
    stepsPerEpoch: iterations,
    epochs: 1,
    totalSteps: iterations,
  };
}
