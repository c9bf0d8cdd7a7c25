import { existsSync, linkSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freeCheckpoints, spaceOfRuns } from '../../src-main/runs/run-space';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { spaceOfAll } from '../../src-shared/runs/run-space';
import type { RunStatus } from '../../src-shared/runs/runs';
import { temporaryFolder } from '../temporary-folder';

const experiment = experimentSchema.parse({
  name: 'Demo',
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

/** A finished run of 9 kB and a stopped one of 3 kB, 2 kB each in one checkpoint that has two names, and one without a folder. */
function runsOnDisk() {
  const home = temporaryFolder();
  const folderOf = (runId: string) => join(home, runId);
  for (const [id, posterior] of [
    ['finished', 7000],
    ['stopped', 1000],
  ] as const) {
    mkdirSync(join(home, id, 'checkpoints'), { recursive: true });
    writeFileSync(join(home, id, 'posterior.safetensors'), new Uint8Array(posterior));
    const checkpoint = join(home, id, 'checkpoints', 'step-00000001.safetensors');
    writeFileSync(checkpoint, new Uint8Array(2000));
    linkSync(checkpoint, join(home, id, 'checkpoints', 'best.safetensors'));
  }
  const of = (id: string, status: RunStatus) => ({ id, status, experiment });
  return {
    home,
    folderOf,
    runs: [of('gone', 'finished'), of('stopped', 'stopped'), of('finished', 'finished')],
  };
}

test('runs are told by what they take, the largest first; only what a finished run never reads can be freed', async () => {
  const { runs, folderOf } = runsOnDisk();
  const spaces = await spaceOfRuns(runs, folderOf);
  expect(spaces.map(({ runId, totalMB, freeableMB }) => [runId, totalMB, freeableMB])).toEqual([
    ['finished', 0.009, 0.002],
    ['stopped', 0.003, 0],
    ['gone', 0, 0],
  ]);
  expect(spaceOfAll(spaces)).toEqual({ totalMB: expect.closeTo(0.012, 9), freeableMB: 0.002 });
});

test('freeing deletes the checkpoints of finished runs and nothing else, and tells what that gave', async () => {
  const { home, runs, folderOf } = runsOnDisk();
  const finished = runs.filter(({ status }) => status === 'finished');
  expect(await freeCheckpoints(finished, folderOf)).toBe(0.002);
  expect(readdirSync(join(home, 'finished'))).toEqual(['posterior.safetensors']);
  expect(existsSync(join(home, 'stopped', 'checkpoints', 'best.safetensors'))).toBe(true);
  expect(await freeCheckpoints(finished, folderOf)).toBe(0);
});

test('nothing is freed where one of the runs could continue from its checkpoint', async () => {
  const { home, runs, folderOf } = runsOnDisk();
  await expect(freeCheckpoints(runs, folderOf)).rejects.toThrow(
    'Run stopped is stopped; only the checkpoints of finished runs are deleted.',
  );
  expect(existsSync(join(home, 'finished', 'checkpoints'))).toBe(true);
});
