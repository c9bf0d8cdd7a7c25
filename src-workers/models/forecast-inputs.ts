import { slice, type Tensor } from '@tensorflow/tfjs-core';
import type { ForecastWindow } from '../../src-shared/experiment/networks/transformer';

/**
 * @param inputs [items, steps, 1 + calendar features]
 * @returns [items, history steps, 1 + calendar features]
 */
export function historyOf(inputs: Tensor, { historySteps, calendarFeatures }: ForecastWindow): Tensor {
  return slice(inputs, [0, 0, 0], [inputs.shape[0], historySteps, 1 + calendarFeatures]);
}

/**
 * The calendar of the steps to forecast; their value is no input.
 * @param inputs [items, steps, 1 + calendar features], with a calendar
 * @returns [items, horizon steps, calendar features]
 */
export function horizonOf(
  inputs: Tensor,
  { historySteps, horizonSteps, calendarFeatures }: ForecastWindow,
): Tensor {
  return slice(inputs, [0, historySteps, 1], [inputs.shape[0], horizonSteps, calendarFeatures]);
}
