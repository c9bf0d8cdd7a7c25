import { reshape, slice, type Tensor } from '@tensorflow/tfjs-core';

/** What a forecast sees and gives. */
export interface ForecastWindow {
  /** Past steps, each with its value and its calendar features. */
  readonly historySteps: number;
  /** Steps to forecast, of which the calendar features are known. */
  readonly horizonSteps: number;
  /** At least 1. */
  readonly calendarFeatures: number;
}

/** Numbers of one item: the history step by step (value, then calendar), then the horizon's calendar. */
export function forecastInputs({ historySteps, horizonSteps, calendarFeatures }: ForecastWindow): number {
  return historySteps * (1 + calendarFeatures) + horizonSteps * calendarFeatures;
}

/**
 * @param inputs [items, `forecastInputs`]
 * @returns history [1, items, history steps, 1 + calendar features], horizon [1, items, horizon steps, calendar features]
 */
export function splitForecastInputs(
  inputs: Tensor,
  { historySteps, horizonSteps, calendarFeatures }: ForecastWindow,
): { readonly history: Tensor; readonly horizon: Tensor } {
  const [items] = inputs.shape as [number, number];
  const past = historySteps * (1 + calendarFeatures);
  const history = slice(inputs, [0, 0], [items, past]);
  const horizon = slice(inputs, [0, past], [items, horizonSteps * calendarFeatures]);
  return {
    history: reshape(history, [1, items, historySteps, 1 + calendarFeatures]),
    horizon: reshape(horizon, [1, items, horizonSteps, calendarFeatures]),
  };
}
