import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { exportPosterior } from '../../../src-main/export/posterior';
import { WrittenFiles } from '../../../src-main/written-files';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { ScriptedLauncher, type ScriptedWorker } from '../../runs/scripted-launcher';
import { pictureMlp, writePosterior } from '../../src-workers/posterior/small-posteriors';
import { temporaryFolder } from '../../temporary-folder';
import { runOf } from './export-as';

const result = { rows: 0, samples: 3, columns: [], notes: [] };

/** Writes into the folder that the worker was given. */
function write(worker: ScriptedWorker, text: string): void {
  const [message] = worker.received;
  if (message?.type !== 'use' || message.work.kind !== 'export-network')
    throw new Error('It was told something else.');
  writeFileSync(join(message.work.outFolder, 'model.onnx'), text);
}

/** Exports as ONNX over an older export, with a worker that does as the script says. */
function exporting(script: (worker: ScriptedWorker, cancel: () => void) => void) {
  const home = temporaryFolder();
  const outFolder = join(home, 'out');
  mkdirSync(outFolder);
  writeFileSync(join(outFolder, 'run-1.onnx'), 'older');
  writePosterior(home, pictureMlp);
  const controller = new AbortController();
  const progress: (readonly [number, number])[] = [];
  const launcher = new ScriptedLauncher((worker) => {
    worker.onReceived = (message) => {
      if (message.type === 'use') script(worker, () => controller.abort(new Error('enough')));
    };
    worker.say({ type: 'hello' });
  });
  const experiment = experimentSchema.parse({
    ...pictureMlp.experiment,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const exported = exportPosterior(
    { runFolder: home, run: runOf(experiment), outFolder, format: 'onnx' },
    {
      workshop: { launcher, engine: { choice: { kind: 'javascript' }, text: '', usesGpus: false } },
      controls: { signal: controller.signal, onProgress: (done, total) => progress.push([done, total]) },
      written: new WrittenFiles(home, 'anything'),
    },
  );
  const inPlace = () =>
    readdirSync(outFolder).map((name) => [name, readFileSync(join(outFolder, name), 'utf8')]);
  return { exported, progress, launcher, inPlace };
}

test('an exported network takes the place of an older one when it is whole, and says how far it is', async () => {
  const { exported, progress, inPlace } = exporting((worker) => {
    write(worker, 'network');
    worker.say({ type: 'using', done: 2, total: 5 }, { type: 'used', result });
  });
  await exported;
  expect(inPlace()).toEqual([['run-1.onnx', 'network']]);
  expect(progress).toEqual([[2, 5]]);
});

test('cancelling a long export ends its worker, and leaves the older file and nothing else', async () => {
  const { exported, launcher, inPlace } = exporting((worker, cancel) => {
    write(worker, 'half');
    cancel();
  });
  await expect(exported).rejects.toThrow('enough');
  expect(launcher.workers[0].signals).toContain('SIGKILL');
  expect(inPlace()).toEqual([['run-1.onnx', 'older']]);
});
