import { expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { Task } from '../../../src-workers/data/run-data';
import { stepMetrics } from '../../../src-workers/run/step-metrics';
import { valueScale } from '../../../src-workers/run/value-scale';

const experimentOf = (noise: object) =>
  experimentSchema.parse({
    data: { dataset: 'table', path: 'rows.csv', target: 'y' },
    model: { kind: 'mlp' },
    inference: { noise },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
const values = (targets: number, std: readonly number[]): Task => ({
  kind: 'regression',
  inputShape: [1],
  targetShape: [targets, std.length],
  targetNames: std.map((_, at) => `y${at}`),
  targetMean: std.map(() => 0),
  targetStd: std,
});
const train = Uint32Array.of(0, 1);
const scaleOf = (task: Task, targets: readonly number[], noise: object = { kind: 'learned' }) =>
  valueScale(experimentOf(noise), { task, train, targetsOf: () => Float32Array.from(targets) });

test('a training NLL comes to the scale of validation by the values that are known and the unit of the target', () => {
  // Two items of three values, of which four are known; a unit of 5.
  const scale = scaleOf(values(3, [5]), [1, 2, Number.NaN, 0, Number.NaN, -1]);
  expect(scale).toEqual({ perItem: 2, logUnit: Math.log(5) });
  const outcome = { report: { nll: 3, kl: 8, fit: 0.1 }, learningRate: 0.1 } as Parameters<
    typeof stepMetrics
  >[0];
  const metrics = stepMetrics(
    outcome,
    experimentOf({ kind: 'learned' }),
    { task: values(3, [5]), train },
    scale,
  );
  // N(0, 1) of standardised values has 1.5 nats each here; in the target's unit a density is a fifth as large.
  expect(metrics['train.valueNll']).toBeCloseTo(1.5 + Math.log(5), 12);
});

test('several targets stay in spreads of each, and counts are of no unit', () => {
  expect(scaleOf(values(1, [5, 7]), [1, 2, 3, 4])).toEqual({ perItem: 2, logUnit: 0 });
  expect(scaleOf(values(1, [5]), [1, 2], { kind: 'poisson' })).toEqual({ perItem: 1, logUnit: 0 });
});

test('pixels that are ignored do not count, and classes and quantiles have no such scale', () => {
  const maps: Task = {
    kind: 'segmentation',
    inputShape: [1, 3, 1],
    targetShape: [1, 3],
    classNames: ['a', 'b'],
  };
  expect(scaleOf(maps, [0, 1, -1, -1, 0, -1])).toEqual({ perItem: 1.5, logUnit: 0 });
  expect(
    scaleOf({ kind: 'classification', inputShape: [1], classNames: ['a', 'b'] }, [0, 1]),
  ).toBeUndefined();
  expect(scaleOf(values(1, [5]), [1, 2], { kind: 'quantiles' })).toBeUndefined();
});
