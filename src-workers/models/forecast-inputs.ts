import { slice, type Tensor } from '@tensorflow/tfjs-core';
import type { ForecastWindow } from '../../src-shared/experiment/networks/transformer';

/**
 * @param inputs [samples or 1, items, steps, 1 + calendar features]
 * @returns [samples or 1, items, history steps, 1 + calendar features]
 */
export function historyOf(inputs: Tensor, { historySteps, calendarFeatures }: ForecastWindow): Tensor {
  const [samples, items] = inputs.shape;
  return slice(inputs, [0, 0, 0, 0], [samples, items, historySteps, 1 + calendarFeatures]);
}

/**
 * The calendar of the steps to forecast; their value is no input.
 * @param inputs [samples or 1, items, steps, 1 + calendar features], with a calendar
 * @returns [samples or 1, items, horizon steps, calendar features]
 */
export function horizonOf(
  inputs: Tensor,
  { historySteps, horizonSteps, calendarFeatures }: ForecastWindow,
): Tensor {
  const [samples, items] = inputs.shape;
  return slice(inputs, [0, 0, historySteps, 1], [samples, items, horizonSteps, calendarFeatures]);
}
