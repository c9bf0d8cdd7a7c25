import { type ChildProcess, fork } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type FromWorker,
  fromWorkerSchema,
  type ToWorker,
} from '../../../src-shared/protocol/worker-protocol';
import { temporaryFolder } from '../../temporary-folder';
import { buildWorker } from '../run/built-worker';
import { bindingPath } from '../tensorflow';
import { pictureMlp, tableMlp, writePosterior } from './small-posteriors';

const script = await buildWorker();
const engine = { kind: 'tensorflow', binding: bindingPath() } as const;
const gpuMemory = { totalMB: 8590, freeMB: 8066, forTensorsMB: 7100 };

/** Loaded before the worker: a TensorFlow that refuses every run. */
const refusing = `
const { dlopen } = process;
process.dlopen = (target, ...others) => {
  dlopen.call(process, target, ...others);
  if (!target.exports.runSavedModel) return;
  const value = () => {
    throw new Error('RESOURCE_EXHAUSTED: OOM when allocating tensor with shape[3,256,1000] and type float');
  };
  target.exports = Object.create(target.exports, { runSavedModel: { value } });
};`;

const silent: readonly FromWorker['type'][] = ['hello', 'using', 'loaded'];

/** Tells a worker what it is for once it listens; resolves with what it says of that kind. */
async function answerOf(
  type: FromWorker['type'],
  [first, second]: readonly [ToWorker, ToWorker?],
): Promise<FromWorker> {
  const preload = join(temporaryFolder(), 'refusing.cjs');
  writeFileSync(preload, refusing);
  const worker: ChildProcess = fork(script, [], {
    serialization: 'advanced',
    execArgv: ['--require', preload],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  try {
    return await new Promise<FromWorker>((resolve, reject) => {
      worker.on('exit', () => reject(new Error('The worker ended without a word.')));
      worker.on('message', (raw) => {
        const message = fromWorkerSchema.parse(raw);
        if (message.type === 'hello') worker.send(first);
        if (message.type === 'loaded' && second) worker.send(second);
        if (message.type === type) resolve(message);
        else if (!silent.includes(message.type))
          reject(new Error(`The worker said ${JSON.stringify(message)}.`));
      });
    });
  } finally {
    worker.kill('SIGKILL');
  }
}

test('a prediction that is refused memory fails with the numbers, and how many samples fit', async () => {
  const folder = temporaryFolder();
  const input = join(folder, 'rows.csv');
  writeFileSync(input, 'u,v\n1,2\n');
  const posterior = writePosterior(folder, tableMlp);
  const work = { kind: 'predict', posterior, input, out: join(folder, 'out.csv'), format: 'csv' } as const;
  expect(await answerOf('failed', [{ type: 'use', work, engine, gpuMemory }])).toMatchObject({
    kind: 'failed',
    message: expect.stringMatching(
      /ran out of memory: another 3 MB was asked for; of its 8\.6 GB, 8\.1 GB were free when the prediction began.*`--samples`/,
    ),
  });
});

test('so does a posterior that is to stay loaded, and an answer of one that is', async () => {
  const posterior = writePosterior(temporaryFolder(), pictureMlp);
  const load = { type: 'load', posterior, engine, gpuMemory } as const;
  const refused = {
    message: expect.stringMatching(
      /ran out of memory: another 3 MB .* were free when the posterior was loaded/,
    ),
  };
  expect(await answerOf('failed', [load])).toMatchObject(refused);
  // Of an ensemble nothing is drawn before somebody asks.
  const ensemble = { ...pictureMlp.experiment, inference: { method: 'deep-ensemble' } } as const;
  const members = writePosterior(temporaryFolder(), { ...pictureMlp, experiment: ensemble });
  const question = { kind: 'picture', pixels: Buffer.alloc(64).toString('base64') } as const;
  const asking: readonly [ToWorker, ToWorker] = [
    { ...load, posterior: members },
    { type: 'ask', id: 0, question },
  ];
  expect(await answerOf('unanswered', asking)).toMatchObject(refused);
});
