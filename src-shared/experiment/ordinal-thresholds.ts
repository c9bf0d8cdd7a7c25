import type { DataSettings } from './data';
import { headsOf } from './data/heads';
import type { WeightTensor } from './networks/tensors/weight-tensor';

/** What stands behind a network as a layer where it predicts classes in order. */
export const ordinalLayer = 'ordinal';

/** Where the thresholds stand among the weights. */
export const thresholdsName = `${ordinalLayer}.thresholds`;

/** Whether classes have an order that one likelihood knows. */
export function isOrdinal(data: DataSettings): boolean {
  return data.dataset === 'table' && data.task === 'ordinal' && headsOf(data).length === 0;
}

/** @param count one fewer than there are classes */
export function thresholdsTensor(count: number): WeightTensor {
  return { name: thresholdsName, shape: [count], fanIn: 1, bayesian: true, initial: 'zeros' };
}

/** A network's weights as a run on these data has them, thresholds included, whose number is not known before the data are read. */
export function withThresholds(
  weights: readonly WeightTensor[],
  data: DataSettings,
): readonly WeightTensor[] {
  return isOrdinal(data) ? [...weights, thresholdsTensor(1)] : weights;
}
