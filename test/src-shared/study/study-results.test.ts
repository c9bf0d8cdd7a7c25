import { describe, expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import {
  measureRun,
  type RunMeasures,
  spreadOf,
  studyResults,
} from '../../../src-shared/study/study-results';
import { studyTables } from '../../../src-shared/study/study-tables';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  training: { samples: 8, batchSize: 32 },
  parallel: { mode: 'sp', devices: ['cpu:0', 'cpu:1'] },
});

const point = (name: string, step: number, value: number, epoch = step) => ({ name, step, epoch, value });

describe('what a run is measured by', () => {
  const measuring = { warmupSteps: 10 };

  test('its step time is the median step after the warm-up: a point counts as often as it has steps', () => {
    // 10 to 12: 2 steps of 50; 12 to 20: 8 steps of 20; the first ten of 500 are warm-up.
    const points = [
      point('worker.0.stepMs', 10, 500),
      point('worker.0.stepMs', 12, 50),
      point('worker.0.stepMs', 20, 20),
    ];
    expect(measureRun({ experiment, metrics: {} }, points, {}, measuring).stepMs).toBe(20);
  });

  test('a point that reaches into the warm-up is left out', () => {
    const points = [point('worker.0.stepMs', 4, 500), point('worker.0.stepMs', 14, 100)];
    expect(measureRun({ experiment, metrics: {} }, points, {}, measuring).stepMs).toBeUndefined();
    expect(
      measureRun({ experiment, metrics: {} }, [...points, point('worker.0.stepMs', 15, 30)], {}, measuring)
        .stepMs,
    ).toBe(30);
  });

  test('the slowest worker’s time and the largest worker’s memory count', () => {
    const points = [
      ...[point('worker.0.stepMs', 10, 9), point('worker.1.stepMs', 10, 9)],
      ...[point('worker.0.stepMs', 20, 30), point('worker.1.stepMs', 20, 40)],
      ...[point('worker.0.memoryMB', 10, 700), point('worker.1.memoryMB', 20, 600)],
    ];
    expect(measureRun({ experiment, metrics: {} }, points, {}, measuring)).toMatchObject({
      stepMs: 40,
      memoryMB: 700,
    });
  });

  test('its epochs to a target are the first after which the metric is as good', () => {
    const curve = (values: readonly number[]) =>
      values.map((value, index) => point('validation.accuracy', 10 * (index + 1), value, index + 1));
    const target = { metric: 'validation.accuracy', value: 0.8 };
    const measured = (values: readonly number[]) =>
      measureRun({ experiment, metrics: {} }, curve(values), {}, { warmupSteps: 0, target });
    expect(measured([0.5, 0.8, 0.7, 0.9])).toMatchObject({ epochsToTarget: 2, best: 0.9 });
    expect(measured([0.5, 0.7])).toMatchObject({ epochsToTarget: undefined, best: 0.7 });
    expect(measured([Number.NaN])).toMatchObject({ epochsToTarget: undefined, best: undefined });
  });

  test('a target of a metric that should fall is met from above', () => {
    const points = [2, 0.5].map((value, index) => point('validation.nll', index, value, index + 1));
    const target = { metric: 'validation.nll', value: 1 };
    expect(measureRun({ experiment, metrics: {} }, points, {}, { warmupSteps: 0, target })).toMatchObject({
      epochsToTarget: 2,
      best: 0.5,
    });
  });
});

const run = (changes: Partial<RunMeasures['cell']>, measured: Partial<RunMeasures> = {}): RunMeasures => ({
  cell: { mode: 'sp', devices: 1, samples: 8, batchSize: 32, views: 0, varied: {}, ...changes },
  seed: 0,
  tests: '',
  stepMs: undefined,
  foreignCores: undefined,
  memoryMB: undefined,
  epochsToTarget: undefined,
  best: undefined,
  scores: {},
  seconds: undefined,
  ...measured,
});

describe('scaling', () => {
  const efficiencies = (...runs: RunMeasures[]) =>
    studyResults('strong-scaling', runs).scaling.map(
      ({ cell, speedup, idealSpeedup, efficiency, idealStepMs }) => [
        cell.mode,
        cell.devices,
        speedup,
        idealSpeedup,
        efficiency,
        idealStepMs,
      ],
    );

  test('with the samples fixed is perfect where twice the devices take half the time', () => {
    expect(
      efficiencies(
        run({ devices: 1 }, { stepMs: 100 }),
        run({ devices: 2 }, { stepMs: 50 }),
        run({ devices: 4 }, { stepMs: 40 }),
      ),
    ).toEqual([
      ['sp', 1, 1, 1, 1, 100],
      ['sp', 2, 2, 2, 1, 50],
      ['sp', 4, 2.5, 4, 0.625, 25],
    ]);
  });

  test('begins the line of every mode with the run on one device', () => {
    expect(
      efficiencies(
        run({ mode: 'local' }, { stepMs: 100 }),
        run({ mode: 'sp', devices: 2 }, { stepMs: 80 }),
        run({ mode: 'ddp', devices: 2 }, { stepMs: 50 }),
      ).map(([mode, devices, , , efficiency]) => [mode, devices, efficiency]),
    ).toEqual([
      ['sp', 1, 1],
      ['sp', 2, 0.625],
      ['ddp', 1, 1],
      ['ddp', 2, 1],
    ]);
  });

  test('compares only runs of the same work', () => {
    const rows = efficiencies(
      run({ devices: 1, samples: 8 }, { stepMs: 100 }),
      run({ devices: 2, samples: 16 }, { stepMs: 100 }),
    );
    expect(rows.map(([, , , idealSpeedup]) => idealSpeedup)).toEqual([1, 1]);
  });

  test('with samples that grow with the devices is perfect where the time stays', () => {
    const { scaling } = studyResults('weak-scaling', [
      run({ mode: 'local', devices: 1, samples: 4 }, { stepMs: 100 }),
      run({ devices: 2, samples: 8 }, { stepMs: 125 }),
    ]);
    expect(scaling[1]).toMatchObject({ idealStepMs: 100, speedup: 1.6, idealSpeedup: 2, efficiency: 0.8 });
  });

  test('is not told by a study that is not about times, nor by runs without any', () => {
    expect(studyResults('grid', [run({}, { stepMs: 5 })]).scaling).toEqual([]);
    expect(efficiencies(run({}))).toEqual([]);
  });
});

test('seeds of the same settings are one row, with their spread', () => {
  const { memory, scores } = studyResults('grid', [
    run({}, { memoryMB: 100, scores: { 'test.accuracy': 0.8 } }),
    run({}, { memoryMB: 300, scores: { 'test.accuracy': 0.9 } }),
  ]);
  // Squared differences from 200 sum to 20,000; divided by one less than two.
  expect(memory).toEqual([
    expect.objectContaining({
      memoryMB: { mean: 200, std: Math.sqrt(20_000), min: 100, max: 300, count: 2 },
    }),
  ]);
  expect(scores[0]?.scores['test.accuracy']?.mean).toBeCloseTo(0.85);
});

test('epochs to a target tell how many runs met it, so that a mean over those alone is seen as one', () => {
  const { target } = studyResults('epochs-to-target', [
    run({ views: 1 }, { epochsToTarget: 3, best: 0.7 }),
    run({ views: 1 }, { epochsToTarget: 5, best: 0.9 }),
    run({ views: 1 }, { best: 0.5 }),
    run({ views: 8 }, { best: 0.4 }),
  ]);
  expect(target).toMatchObject([
    {
      cell: { views: 1 },
      runs: 3,
      reached: 2,
      epochs: { mean: 4, count: 2 },
      best: { count: 3 },
    },
    { cell: { views: 8 }, runs: 1, reached: 0, epochs: undefined },
  ]);
});

test('one value has no spread, and none is none', () => {
  expect(spreadOf([2, undefined])).toEqual({ mean: 2, std: undefined, min: 2, max: 2, count: 1 });
  expect(spreadOf([undefined])).toBeUndefined();
});

test('scores of a study are told in the unit of its target where all runs have one', () => {
  const inUnit = (...units: readonly (string | undefined)[]) => {
    const runs = units.map((targetUnit, seed) =>
      run({}, { seed, scores: { 'test.rmse': 5, 'test.nll': 3 }, targetUnit }),
    );
    const table = studyTables(studyResults('grid', runs)).find(({ id }) => id === 'scores');
    return table?.columns.flatMap(({ name, unit }) => (name.startsWith('test.') ? [`${name} ${unit}`] : []));
  };
  const scores = (unit: string) => [
    'test.nll nats',
    'test.nll std nats',
    `test.rmse ${unit}`,
    `test.rmse std ${unit}`,
  ];
  expect(inUnit('MPa', 'MPa')).toEqual(scores('MPa'));
  expect(inUnit('MPa', undefined)).toEqual(scores('unit of the target'));
});
