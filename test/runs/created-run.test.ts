import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createRun } from '../../src-main/runs/created-run';
import { runFolderOf } from '../../src-main/runs/run-folder';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { temporaryFolder } from '../temporary-folder';

const run = {
  experiment: experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [4] },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  }),
  data: { files: [] },
  devices: [],
  engine: 'TensorFlow',
  owner: 'spec',
};

test('what a run begins with is written before anybody can know of the run', () => {
  const home = temporaryFolder();
  const create = vi.fn(() => {
    expect(readdirSync(join(home, 'runs')).flatMap((id) => readdirSync(join(home, 'runs', id)))).toContain(
      'checkpoints',
    );
  });
  const { id, begun } = createRun({ create } as never, home, run as never, (runId) => {
    mkdirSync(join(runFolderOf(home, runId), 'checkpoints'));
    return 'step 30';
  });
  expect(begun).toBe('step 30');
  expect(create).toHaveBeenCalledWith(expect.objectContaining({ id }));
});

test('of a run whose first checkpoint the disk refuses nothing is left: it is not queued for ever', () => {
  const home = temporaryFolder();
  const create = vi.fn();
  const begin = (runId: string): never => {
    writeFileSync(join(runFolderOf(home, runId), 'half'), 'written');
    throw new Error('ENOSPC');
  };
  expect(() => createRun({ create } as never, home, run as never, begin)).toThrow('ENOSPC');
  expect(create).not.toHaveBeenCalled();
  expect(existsSync(join(home, 'runs')) && readdirSync(join(home, 'runs'))).toEqual([]);
});
