import { expect, it } from 'vitest';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import { differencesBetween } from '../../../src-shared/runs/run-difference';
import { digitsInput } from '../../renderer/fake-runs';

const one = experimentSchema.parse(digitsInput);

function runOf(experiment: Experiment, engine = 'TensorFlow 2.21 (CPU)') {
  return { experiment, engine };
}

it('names only the settings and engines that are not all alike, whatever the runs are called', () => {
  const other = experimentSchema.parse({
    ...digitsInput,
    name: 'Another name',
    training: { ...digitsInput.training, samples: 16, steps: 200 },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  expect(differencesBetween([runOf(one), runOf(other, 'JavaScript')])).toEqual([
    { path: 'training.samples', texts: ['8', '16'] },
    { path: 'parallel.mode', texts: ['sp', 'local'] },
    { path: 'parallel.devices', texts: ['cpu:0, cpu:1', 'cpu:0'] },
    { path: 'engine', texts: ['TensorFlow 2.21 (CPU)', 'JavaScript'] },
    { path: 'training.steps', texts: ['–', '200'] },
  ]);
});

it('compares how long the runs were going, not how long ago they began', () => {
  const gaps = [{ from: 10_000, to: 3_600_000 }];
  const pausedOverLunch = { ...runOf(one), started: 0, ended: 3_605_000, gaps };
  const atOnce = { ...runOf(one), started: 0, ended: 14_000 };
  expect(differencesBetween([pausedOverLunch, atOnce])).toEqual([
    { path: 'duration', texts: ['15 s', '14 s'] },
  ]);
});

it('names nothing where all are alike', () => {
  expect(differencesBetween([runOf(one), runOf(one), runOf(one)])).toEqual([]);
});
