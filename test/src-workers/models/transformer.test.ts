import { describe, expect, test } from 'vitest';
import { BadInputError } from '../../../src-shared/errors';
import { modelSchema } from '../../../src-shared/experiment/networks';
import {
  type ForecastWindow,
  forecastWindow,
  type TransformerSettings,
} from '../../../src-shared/experiment/networks/transformer';
import { buildModel, networkFor } from '../../../src-workers/models/build-model';
import { historyOf, horizonOf } from '../../../src-workers/models/forecast-inputs';
import { relativeDistance } from '../relative-distance';
import { countsOf } from './counts';
import { finiteDifferenceRatio, modelProbe, resultOf, slopeInGraph, slopeInJavascript } from './probe';

type Sizes = Omit<TransformerSettings, 'kind' | 'dropout'>;

function transformer({ historySteps, horizonSteps, calendarFeatures }: ForecastWindow, sizes: Sizes) {
  const steps = calendarFeatures > 0 ? historySteps + horizonSteps : historySteps;
  const shapes = { inputShape: [steps, 1 + calendarFeatures], outputShape: [horizonSteps, 1] };
  return networkFor({ kind: 'transformer', dropout: 0, ...sizes }, shapes);
}

describe('the inputs of a forecast', () => {
  const window = { historySteps: 2, horizonSteps: 3, calendarFeatures: 2 };
  // Values 1 and 2 with their calendars, then the calendars of three steps to forecast, whose values are unknown.
  const rows = [1, 10, 11, 2, 20, 21, 0, 30, 31, 0, 40, 41, 0, 50, 51];
  // One item for all samples: [1, 1, steps, 1 + calendar features].
  const item = { shape: [1, 1, 5, 3], values: Float32Array.from(rows) };

  test('are the history with values and the calendar of the horizon', () => {
    const history = resultOf({ of: [item], to: (x) => historyOf(x, window) });
    expect(history).toEqual({ shape: [1, 1, 2, 3], values: Float32Array.of(1, 10, 11, 2, 20, 21) });
    const horizon = resultOf({ of: [item], to: (x) => horizonOf(x, window) });
    expect(horizon).toEqual({ shape: [1, 1, 3, 2], values: Float32Array.of(30, 31, 40, 41, 50, 51) });
  });

  const series = {
    kind: 'regression',
    targetShape: [3, 1],
    targetNames: ['load'],
    targetMean: [0],
    targetStd: [1],
  } as const;

  test('tell the window: with a calendar they reach over the horizon, without they end before it', () => {
    expect(forecastWindow({ inputShape: [5, 3], outputShape: series.targetShape })).toEqual(window);
    expect(forecastWindow({ inputShape: [2, 1], outputShape: series.targetShape })).toEqual({
      ...window,
      calendarFeatures: 0,
    });
  });

  test('must be a time series', () => {
    const forecaster = modelSchema.parse({ kind: 'transformer' });
    expect(() => buildModel(forecaster, { ...series, inputShape: [8], targetShape: [1] })).toThrow(
      BadInputError,
    );
    const pictures = { kind: 'classification', inputShape: [8, 8, 1], classNames: ['a', 'b'] } as const;
    expect(() => buildModel(forecaster, pictures)).toThrow(
      'model.kind: transformer forecasts time series, which these data are not; use vit or cnn for pictures, swin for fields, mlp for tables.',
    );
  });
});

test("the paper's transformer, width 128, 4 heads, 3 + 3 layers, has 992,513 Bayesian weights", () => {
  const window = { historySteps: 504, horizonSteps: 168, calendarFeatures: 8 };
  const settings = { width: 128, heads: 4, encoderLayers: 3, decoderLayers: 3, feedForward: 256 };
  const attention = 128 * 384 + 384 + 128 * 128 + 128;
  const dense = 128 * 256 + 256 + 256 * 128 + 128;
  const ends = 9 * 128 + 128 + (8 * 128 + 128) + 129;
  const norms = (3 * 2 + 3 * 3 + 2) * 256;
  const bayesian = 3 * (attention + dense) + 3 * (2 * attention + dense) + ends;
  expect(bayesian).toBe(992_513);
  expect(countsOf(transformer(window, settings))).toEqual({ bayesian, trained: 2 * bayesian + norms });
});

describe.each([2, 0])('a small transformer with %i calendar features', (calendarFeatures) => {
  const window = { historySteps: 5, horizonSteps: 3, calendarFeatures };
  const settings = { width: 8, heads: 2, encoderLayers: 1, decoderLayers: 2, feedForward: 6 };
  const inputShape = calendarFeatures === 0 ? [4, 5, 1] : [4, 8, 3];
  const probe = modelProbe(transformer(window, settings), inputShape, 3);

  test('forecasts every step of the horizon for each sample and item', () => {
    expect(resultOf(probe).shape).toEqual([3, 4, 3, 1]);
  });

  test.each([0, 1])('has the gradient that finite differences show along direction %i', (direction) => {
    expect(finiteDifferenceRatio(probe, direction, 1e-3)).toBeCloseTo(1, 2);
  });

  test('is the same as a graph: value and gradient', () => {
    const [graph, javascript] = [slopeInGraph(probe), slopeInJavascript(probe)];
    expect(graph.value / javascript.value).toBeCloseTo(1, 4);
    expect(relativeDistance(graph.gradient, javascript.gradient)).toBeLessThan(1e-5);
  });

  test('tells steps of the horizon apart even where their calendar is the same', () => {
    const size = inputShape.reduce((product, length) => product * length, 1);
    const silence = { shape: inputShape, values: new Float32Array(size) };
    const { values } = resultOf({ ...probe, of: [...probe.of.slice(0, -1), silence] });
    expect(values[0]).not.toBeCloseTo(values[1], 3);
  });
});
