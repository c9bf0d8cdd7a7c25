import type { Schedule } from '../../src-shared/experiment/schedules';

export interface RateSettings {
  readonly learningRate: number;
  readonly warmupEpochs: number;
  readonly schedule: Schedule;
  readonly epochs: number;
}

/**
 * The learning rate of a step: linear warm-up lr * k/T at step k of the T warm-up steps, then the schedule.
 * @param step counts from 1
 */
export function learningRateAt(step: number, stepsPerEpoch: number, settings: RateSettings): number {
  const { learningRate, warmupEpochs } = settings;
  const warmupSteps = warmupEpochs * stepsPerEpoch;
  if (step < warmupSteps) return (learningRate * step) / warmupSteps;
  return learningRate * scheduledFraction((step - 1) / stepsPerEpoch, settings);
}

/** @param epoch epochs done, as a fraction */
function scheduledFraction(epoch: number, { schedule, warmupEpochs, epochs }: RateSettings): number {
  switch (schedule.kind) {
    case 'constant':
      return 1;
    case 'step':
      return schedule.factor ** Math.floor(epoch / schedule.everyEpochs);
    case 'multi-step':
      return schedule.factor ** schedule.atEpochs.filter((at) => epoch >= at).length;
    case 'cosine': {
      const progress = Math.min(1, (epoch - warmupEpochs) / Math.max(epochs - warmupEpochs, 1e-9));
      const cosine = 0.5 * (1 + Math.cos(Math.PI * progress));
      return schedule.finalFraction + (1 - schedule.finalFraction) * cosine;
    }
  }
}
