/**
 * Linear warm-up to the full rate: lr * k/T at step k of the T warm-up steps, then constant.
 * @param step counts from 1
 */
export function learningRateAt(step: number, learningRate: number, warmupSteps: number): number {
  return step < warmupSteps ? (learningRate * step) / warmupSteps : learningRate;
}
