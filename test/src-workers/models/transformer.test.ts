import { describe, expect, test } from 'vitest';
import { forecastInputs, splitForecastInputs } from '../../../src-workers/models/forecast-inputs';
import { transformer } from '../../../src-workers/models/transformer';
import { relativeDistance } from '../relative-distance';
import { countsOf } from './counts';
import { finiteDifferenceRatio, modelProbe, resultOf, slopeInGraph, slopeInJavascript } from './probe';

describe('the inputs of a forecast', () => {
  const window = { historySteps: 2, horizonSteps: 3, calendarFeatures: 2 };
  // Values 1 and 2 with their calendars, then the calendars of three steps to forecast.
  const flat = { shape: [1, 12], values: Float32Array.of(1, 10, 11, 2, 20, 21, 30, 31, 40, 41, 50, 51) };

  test('are the history with values and the calendar of the horizon, flattened', () => {
    expect(forecastInputs(window)).toBe(12);
    const history = resultOf({ of: [flat], to: (x) => splitForecastInputs(x, window).history });
    expect(history).toEqual({ shape: [1, 1, 2, 3], values: Float32Array.of(1, 10, 11, 2, 20, 21) });
    const horizon = resultOf({ of: [flat], to: (x) => splitForecastInputs(x, window).horizon });
    expect(horizon).toEqual({ shape: [1, 1, 3, 2], values: Float32Array.of(30, 31, 40, 41, 50, 51) });
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

describe('a small transformer', () => {
  const window = { historySteps: 5, horizonSteps: 3, calendarFeatures: 2 };
  const settings = { width: 8, heads: 2, encoderLayers: 1, decoderLayers: 2, feedForward: 6 };
  const probe = modelProbe(transformer(window, settings), [4, forecastInputs(window)], 3);

  test('forecasts every step of the horizon for each sample and item', () => {
    expect(resultOf(probe).shape).toEqual([3, 4, 3]);
  });

  test.each([0, 1, 2])('has the gradient that finite differences show along direction %i', (direction) => {
    expect(finiteDifferenceRatio(probe, direction, 2e-3)).toBeCloseTo(1, 2);
  });

  test('is the same as a graph: value and gradient', () => {
    const [graph, javascript] = [slopeInGraph(probe), slopeInJavascript(probe)];
    expect(graph.value).toBeCloseTo(javascript.value, 3);
    expect(relativeDistance(graph.gradient, javascript.gradient)).toBeLessThan(1e-5);
  });

  test('tells steps of the horizon apart even where their calendar is the same', () => {
    const silence = { shape: [1, forecastInputs(window)], values: new Float32Array(forecastInputs(window)) };
    const { values } = resultOf({ ...probe, of: [...probe.of.slice(0, -1), silence] });
    expect(values[0]).not.toBeCloseTo(values[1], 3);
  });
});
