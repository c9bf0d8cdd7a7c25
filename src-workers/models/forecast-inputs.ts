import { slice, type Tensor } from '@tensorflow/tfjs-core';
import { BadInputError } from '../../src-shared/errors';
import { describeProblems } from '../../src-shared/experiment/problems';
import { noSeries } from '../../src-shared/model-fit';
import type { Task } from '../data/run-data';

/** What a forecast sees and gives. */
export interface ForecastWindow {
  /** Past steps, each with its value and its calendar features. */
  readonly historySteps: number;
  /** Steps to forecast. */
  readonly horizonSteps: number;
  /** Known of every step, those to forecast included; 0 where the data have no calendar. */
  readonly calendarFeatures: number;
}

/**
 * The window of a time series' items: with a calendar, inputs are [history + horizon, 1 + features], the value first;
 * without, [history, 1].
 * @throws BadInputError when the data are no time series.
 */
export function forecastWindow(task: Task): ForecastWindow {
  const [steps, columns] = task.inputShape;
  if (task.kind !== 'regression' || task.inputShape.length !== 2 || task.targetShape.length !== 2)
    throw new BadInputError(describeProblems([noSeries]));
  const [horizonSteps] = task.targetShape;
  const calendarFeatures = columns - 1;
  return {
    historySteps: calendarFeatures === 0 ? steps : steps - horizonSteps,
    horizonSteps,
    calendarFeatures,
  };
}

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
