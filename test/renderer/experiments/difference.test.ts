import { expect, it } from 'vitest';
import { differencesBetween } from '../../../src-renderer/experiments/difference';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment';
import { digitsInput } from '../fake-runs';

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

it('names nothing where all are alike', () => {
  expect(differencesBetween([runOf(one), runOf(one), runOf(one)])).toEqual([]);
});
