import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeCheckpointsFolder } from '../../src-files/checkpoints-folder';
import { temporaryFolder } from '../temporary-folder';

test('a run’s checkpoints have a folder from the first on', () => {
  const run = temporaryFolder();
  makeCheckpointsFolder(join(run, 'checkpoints'));
  makeCheckpointsFolder(join(run, 'checkpoints'));
  expect(readdirSync(run)).toEqual(['checkpoints']);
});

test('a worker that writes late does not bring back the folder of a run that was cleared away', () => {
  const runs = temporaryFolder();
  const run = join(runs, 'demo-abc');
  mkdirSync(run);
  rmSync(run, { recursive: true });
  expect(() => makeCheckpointsFolder(join(run, 'checkpoints'))).toThrow(/ENOENT/);
  expect(readdirSync(runs)).toEqual([]);
});
