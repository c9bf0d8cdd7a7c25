import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ExperimentInput } from '../../../src-shared/experiment/experiment';
import { temporaryFolder } from '../../temporary-folder';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { type GroupResult, trainWithWorkers } from './worker-group';

const notes = ({ messages }: GroupResult) =>
  messages.flatMap((message) =>
    message.type === 'log' && message.text.includes('standardised otherwise') ? [message.text] : [],
  );

test('a run that begins at weights of another scale says which, and none of the same', async () => {
  const script = await buildWorker();
  const folder = temporaryFolder();
  const train = (shift: number, start?: ExperimentInput['start']) => {
    const path = join(folder, `by-${shift}.csv`);
    // x is 0 or 2, y is 1 or 5: means 1 and 3, deviations 1 and 2.
    const rows = Array.from({ length: 24 }, (_, row) => `${(row % 2) * 2 + shift},${(row % 2) * 4 + 1}`);
    writeFileSync(path, `x,y\n${rows.join('\n')}\n`);
    const experiment: ExperimentInput = {
      data: { dataset: 'table', path, target: 'y', testFraction: 0, validationFraction: 0 },
      model: { kind: 'mlp', hidden: [] },
      inference: { method: 'point-estimate' },
      training: { samples: 1, batchSize: 32, steps: 2 },
      parallel: { mode: 'local', devices: ['cpu:0'] },
      ...(start ? { start } : {}),
    };
    return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, path);
  };
  const first = await train(0);
  const start = { file: join(first.folder, 'posterior.safetensors') };
  expect(notes(await train(0, start))).toEqual([]);
  expect(notes(await train(7, start))).toEqual([
    expect.stringContaining(
      'Inputs are standardised otherwise than where these weights were trained (x: mean 1, deviation 1 there; mean 8, deviation 1 here)',
    ),
  ]);
});

test('of several targets each is held against its own, and inputs that changed places are named', async () => {
  const script = await buildWorker();
  const folder = temporaryFolder();
  const train = (
    name: string,
    header: string,
    [w, far]: readonly [number, number],
    start?: ExperimentInput['start'],
  ) => {
    const path = join(folder, `${name}.csv`);
    // a and b have mean 1 and deviation 1 each, in turn and two by two.
    const rows = Array.from({ length: 24 }, (_, row) =>
      [(row % 2) * 2, (Math.floor(row / 2) % 2) * 2, (row % 2) * w, (row % 2) * 4 + far].join(','),
    );
    writeFileSync(path, `${header}\n${rows.join('\n')}\n`);
    const experiment: ExperimentInput = {
      data: {
        dataset: 'table',
        path,
        target: ['y', 'z'],
        heads: [{ target: 'y' }, { target: 'z' }],
        testFraction: 0,
        validationFraction: 0,
      },
      model: { kind: 'mlp', hidden: [] },
      inference: { method: 'point-estimate' },
      training: { samples: 1, batchSize: 32, steps: 2 },
      parallel: { mode: 'local', devices: ['cpu:0'] },
      ...(start ? { start } : {}),
    };
    return trainWithWorkers(script, experiment, { kind: 'tensorflow', binding: bindingPath() }, path);
  };
  const told = ({ messages }: GroupResult) =>
    messages.flatMap((message) =>
      message.type === 'log' && /standardised otherwise|called otherwise/.test(message.text)
        ? [message.text]
        : [],
    );
  const first = await train('first', 'a,b,y,z', [2, 1]);
  const start = { file: join(first.folder, 'posterior.safetensors') };
  expect(told(await train('same', 'a,b,y,z', [2, 1], start))).toEqual([]);
  // y is 0 or 2 still, and z 11 or 15 where it was 1 or 5.
  expect(told(await train('moved', 'a,b,y,z', [2, 11], start))).toEqual([
    expect.stringContaining('(z: mean 3, deviation 2 there; mean 13, deviation 2 here)'),
  ]);
  expect(told(await train('swapped', 'b,a,y,z', [2, 1], start))).toEqual([
    expect.stringMatching(/^Inputs are called otherwise .*: b is taken for a, a is taken for b; where/),
  ]);
});
