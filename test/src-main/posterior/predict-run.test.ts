import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { predictRun } from '../../../src-main/posterior/predict-run';
import { BadInputError, FailedError } from '../../../src-shared/errors';
import { nvidiaTool } from '../../nvidia-tool';
import { ScriptedLauncher, type ScriptedWorker } from '../../runs/scripted-launcher';
import { temporaryFolder } from '../../temporary-folder';

const result = { rows: 2, samples: 8, columns: ['row', 'mean'], notes: [] };

/** Where the worker was told to write. */
function outOf(worker: ScriptedWorker): string {
  const [message] = worker.received;
  if (message?.type !== 'use' || message.work.kind !== 'predict')
    throw new Error('It was told something else.');
  return message.work.out;
}

function predicting(script: (worker: ScriptedWorker) => void, name = 'out.csv', usesGpus = false) {
  const folder = temporaryFolder();
  const out = join(folder, name);
  const controller = new AbortController();
  const progress: (readonly [number, number])[] = [];
  const launcher = new ScriptedLauncher((worker) => {
    worker.onReceived = (message) => {
      if (message.type === 'use') script(worker);
    };
    worker.say({ type: 'hello' });
  });
  const engine = { choice: { kind: 'javascript' }, text: '', usesGpus } as const;
  const request = { posterior: '/run/posterior.safetensors', input: '/data/rows.csv', out };
  const predict = () =>
    predictRun(
      request,
      { launcher, engine },
      { signal: controller.signal, onProgress: (done, total) => progress.push([done, total]) },
    );
  return { folder, out, controller, progress, launcher, predict };
}

test('the table takes its place when the worker has written it whole, in place of an older one', async () => {
  const { folder, out, progress, launcher, predict } = predicting((worker) => {
    expect(existsSync(join(outOf(worker), '..'))).toBe(true);
    writeFileSync(outOf(worker), 'row,mean\n');
    worker.say({ type: 'using', done: 1, total: 2 }, { type: 'used', result });
  });
  writeFileSync(out, 'older');
  expect(await predict()).toEqual(result);
  expect(readFileSync(out, 'utf8')).toBe('row,mean\n');
  expect(readdirSync(folder)).toEqual(['out.csv']);
  expect(progress).toEqual([[1, 2]]);
  expect(launcher.workers[0].signals).toContain('SIGKILL');
});

test('what the worker refuses or dies of leaves the older table as it was, and nothing beside it', async () => {
  const refusing = predicting((worker) => {
    writeFileSync(outOf(worker), 'half');
    worker.say({ type: 'failed', kind: 'bad-input', message: 'rows.csv has no column named v.' });
  });
  writeFileSync(refusing.out, 'older');
  await expect(refusing.predict()).rejects.toThrow(BadInputError);
  expect(readFileSync(refusing.out, 'utf8')).toBe('older');
  expect(readdirSync(refusing.folder)).toEqual(['out.csv']);
  const dying = predicting((worker) => worker.exit(null, 'SIGKILL'));
  await expect(dying.predict()).rejects.toThrow('may have run out of memory');
  await expect(predicting((worker) => worker.exit(3)).predict()).rejects.toThrow(FailedError);
});

test('cancelling ends the worker at once, and nothing is to be seen', async () => {
  const cancelled = predicting((worker) => {
    writeFileSync(outOf(worker), 'half');
    cancelled.controller.abort(new Error('enough'));
  });
  await expect(cancelled.predict()).rejects.toThrow('enough');
  expect(cancelled.launcher.workers[0].signals).toContain('SIGKILL');
  expect(readdirSync(cancelled.folder)).toEqual([]);
});

test('a place that is none is refused before any work', async () => {
  const wrongEnding = predicting(() => {}, 'out.txt');
  await expect(wrongEnding.predict()).rejects.toThrow(
    'should end in .csv or .parquet, or in .nc or .zarr for fields',
  );
  const nowhere = predicting(() => {}, join('nowhere', 'out.csv'));
  await expect(nowhere.predict()).rejects.toThrow(
    'is no folder; the table is written into one that is there',
  );
  expect(nowhere.launcher.workers).toEqual([]);
});

test.skipIf(process.platform === 'win32')(
  'the worker is told what its GPU has, which it names where that is too little',
  async () => {
    nvidiaTool({
      gpus: '0, GPU-8f3d, NVIDIA A40, 8192, 192, 0, 40, 60.00, 580.95.05, 8.6, [N/A], 300.00, 0x0',
    });
    const told = predicting(
      (worker) => worker.say({ type: 'failed', kind: 'failed', message: 'Enough.' }),
      'out.csv',
      true,
    );
    await expect(told.predict()).rejects.toThrow('Enough.');
    expect(told.launcher.workers[0].received[0]).toMatchObject({
      type: 'use',
      gpuMemory: { totalMB: 8590, freeMB: 8389 },
    });
  },
);
