import { describe, expect, test } from 'vitest';
import {
  balanceText,
  barTop,
  type Measurements,
  recentMedian,
  type StepBin,
  stepBins,
  workerTimes,
} from '../../../../src-renderer/runs/workers/step-times';

/** Points as [step, value]. */
function measured(points: Readonly<Record<string, readonly (readonly [number, number])[]>>) {
  return (name: string): Measurements | undefined => {
    const own = points[name];
    if (!own) return undefined;
    const steps = own.map(([step]) => step);
    return { steps, values: own.map(([, value]) => value) };
  };
}

describe('where a worker’s time goes', () => {
  test('parts are medians, and the exchange is told as its share of the step', () => {
    const seriesOf = measured({
      'worker.1.stepMs': [
        [1, 900],
        [2, 20],
        [3, 20],
      ],
      'worker.1.computeMs': [
        [1, 895],
        [2, 15],
        [3, 15],
      ],
      'worker.1.exchangeMs': [
        [1, 5],
        [2, 5],
        [3, 5],
      ],
    });
    expect(workerTimes('cpu:1', 1, seriesOf)).toEqual({
      device: 'cpu:1',
      stepMs: 20,
      parts: [undefined, 15, 5, undefined],
      exchangeShare: 0.25,
      memoryMB: undefined,
    });
  });
});

test('a worker is told by the median of the last finite values, which one slow first step does not move', () => {
  const measurements = (values: readonly number[]) => ({ steps: values.map((_, step) => step), values });
  expect(recentMedian(measurements([100, 2, Number.NaN, 4]), 3)).toBe(3);
  expect(recentMedian(measurements([315, 3, 2.5]), 20)).toBe(3);
  expect(recentMedian(measurements([Number.NaN]), 3)).toBeUndefined();
  expect(recentMedian(undefined, 3)).toBeUndefined();
});

describe('the balance between devices', () => {
  const worker = (device: string, computeMs: number | undefined) => ({
    device,
    stepMs: 20,
    parts: [0, computeMs, 1, 0],
    exchangeShare: 0.05,
    memoryMB: 400,
  });

  test('the slowest device is named, since the others wait for it', () => {
    expect(balanceText([worker('cpu:0', 10), worker('cpu:1', 15)])).toBe(
      'cpu:1 computes 50\u00a0% longer than cpu:0: the others wait for it in the exchange.',
    );
  });

  test('small differences are none', () => {
    expect(balanceText([worker('cpu:0', 100), worker('cpu:1', 104)])).toBe(
      'All devices compute about equally long.',
    );
  });

  test('nothing is said of one device, or before all have measured', () => {
    expect(balanceText([worker('cpu:0', 10)])).toBe('');
    expect(balanceText([worker('cpu:0', 10), worker('cpu:1', undefined)])).toBe('');
  });
});

describe('times over a run', () => {
  test('each measurement stands for the steps since the last; a validation counts for the steps before it', () => {
    const seriesOf = measured({
      'worker.0.stepMs': [
        [1, 10],
        [5, 12],
      ],
      'worker.0.computeMs': [
        [1, 9],
        [5, 11],
      ],
      'worker.0.exchangeMs': [
        [1, 1],
        [5, 1],
      ],
      'worker.0.evaluationMs': [
        [1, 3],
        [4, 2],
      ],
    });
    expect(stepBins(0, seriesOf, 48)).toEqual([
      { firstStep: 1, lastStep: 1, parts: [0, 9, 1, 3], totalMs: 13 },
      { firstStep: 2, lastStep: 5, parts: [0, 11, 1, 2], totalMs: 14 },
    ]);
  });

  test('too many measurements are put together, each with the weight of its steps', () => {
    const steps = [
      [1, 10],
      [4, 30],
      [5, 7],
    ] as const;
    const seriesOf = measured({ 'worker.0.stepMs': steps, 'worker.0.computeMs': steps });
    expect(stepBins(0, seriesOf, 2)).toEqual([
      { firstStep: 1, lastStep: 4, parts: [0, 25, 0, 0], totalMs: 25 },
      { firstStep: 5, lastStep: 5, parts: [0, 7, 0, 0], totalMs: 7 },
    ]);
  });

  test('a run without measurements has no bars', () => {
    expect(stepBins(0, measured({}), 48)).toEqual([]);
  });

  test('a first step that prepares everything does not squeeze all others', () => {
    const bins = [1670, 12, 10, 11].map(
      (totalMs): StepBin => ({
        firstStep: 1,
        lastStep: 1,
        parts: [],
        totalMs,
      }),
    );
    expect(barTop(bins)).toBe(36);
    expect(barTop(bins.slice(1))).toBe(12);
  });
});
