// How fast gradients become their sum over the worker processes of this machine: a gradient of 1, 10 and 100 MB leaves the
// graph, waits for the others, and its sum is applied (plain SGD): what that takes more than the same step alone, beside
// the rate of a plain copy in memory.
// npm run bench -- exchange
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { scalar } from '@tensorflow/tfjs-core';
import { appFolders } from '../src-files/app-folders';
import { installedRuntime } from '../src-main/runtime/runtime';
import type { PassInputs } from '../src-workers/engine/pass';
import type { Program } from '../src-workers/engine/program';
import { loadBinding } from '../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../src-workers/engine/tensorflow/tensorflow-engine';
import { Exchange } from '../src-workers/parallel/exchange';
import { openGradientReduction } from '../src-workers/train/open-gradient-reduction';
import { Trainer } from '../src-workers/train/trainer';

const megabytes = [1, 10, 100];
// Several times what the last cache holds.
const coldFloats = 64e6;
const rankVariable = 'PARASAMPLE_BENCH_RANK';
const shape = { samples: 1, items: 1, firstOwn: 0 };

export default async function benchExchange(): Promise<void> {
  for (const workers of [2, 3, 4]) for (const size of megabytes) await measure(workers, size);
}

async function measure(workers: number, size: number): Promise<void> {
  const memory = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
  const folder = await mkdtemp(join(memory, 'parasample-bench-'));
  const self = fileURLToPath(import.meta.url);
  const children = Array.from({ length: workers }, (_, rank) =>
    fork(self, [folder, String(workers), String(size)], {
      env: {
        ...process.env,
        [rankVariable]: String(rank),
        TF_NUM_INTRAOP_THREADS: '1',
        TF_NUM_INTEROP_THREADS: '1',
      },
    }),
  );
  await Promise.all(children.map((child) => new Promise((resolve) => child.once('exit', resolve))));
  await rm(folder, { recursive: true });
}

/** Its gradient is its parameters: what is timed is the gradient's way alone. */
function programOf(floats: number): Program {
  return {
    parameters: ['mean', 'log_std'].map((name) => ({ name, shape: [floats / 2] })),
    noiseTensors: 1,
    inputShape: [1],
    targetShape: [],
    targetType: 'int32',
    pooledWidth: 0,
    pass: (parameters) => ({ gradients: parameters, nll: scalar(0), fit: scalar(0), kl: scalar(0) }),
    statistics: () => {
      throw new Error('Nothing is pooled.');
    },
    predict: () => {
      throw new Error('Nothing is predicted.');
    },
  };
}

async function work(rank: number, folder: string, workers: number, size: number): Promise<void> {
  const runtime = installedRuntime(appFolders().cache);
  if (!runtime) throw new Error('This bench needs the TensorFlow runtime: npm run runtime');
  // Both parameters end on the layout's boundary of 16 floats.
  const floats = Math.ceil((size * 1e6) / 4 / 32) * 32;
  const compiled = compileForTensorflow(loadBinding(runtime.binding), programOf(floats), {
    passes: [shape],
    predictions: [],
    optimiser: { kind: 'sgd', momentum: 0, weightDecay: 0 },
  });
  compiled.setParameters(new Float32Array(floats).fill(1));
  const everyone = await Exchange.connect({ rank, workers, folder, floats: 1024 });
  const reducers = { everyone, sameParameters: everyone };
  const reduction = await openGradientReduction(
    { program: compiled, floats, tailFloats: Trainer.tailFloats, passes: 1 },
    reducers,
  );
  const inputs: PassInputs = {
    shape,
    inputs: Float32Array.of(0),
    targets: Int32Array.of(0),
    seeds: Int32Array.of(0, 0),
    share: 1 / workers,
  };
  const tail = new Float32Array(Trainer.tailFloats);
  const step = async (): Promise<void> => {
    reduction.addPass(inputs, 'first', true);
    await reduction.reduce(tail);
    await reduction.apply({ learningRate: 1e-6, step: 1 });
  };
  const ms = await medianMs(step);
  if (rank === 0) {
    // The others wait, so that nothing else wants the memory.
    const alone = await medianMs(() => {
      compiled.gradientsAndApply(inputs, { learningRate: 1e-6, step: 1 });
    });
    const exchangeMs = ms - alone;
    const copyMs = await medianMs(coldCopy(floats));
    // Below nothing there is no rate.
    const rate =
      exchangeMs > 0
        ? `, ${(size / exchangeMs).toFixed(2)} GB/s, ${((100 * copyMs) / exchangeMs).toFixed(0)} % of copying`
        : '';
    console.log(
      `${workers} workers, ${size} MB: ${exchangeMs.toFixed(2)} ms more than alone${rate}; copying in memory ${(size / copyMs).toFixed(2)} GB/s`,
    );
  }
  await everyone.barrier();
  reduction.close();
  await everyone.close();
}

/** Copies vectors that no cache holds any more, as gradients are copied after a step's other work. */
function coldCopy(floats: number): () => void {
  const pairs = Array.from({ length: Math.ceil(coldFloats / floats) }, () => [
    new Float32Array(floats).fill(1),
    new Float32Array(floats).fill(1),
  ]);
  let call = 0;
  return () => {
    const [from, to] = pairs[call % pairs.length];
    call += 1;
    to.set(from);
  };
}

async function medianMs(call: () => Promise<void> | void): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 25; round += 1) {
    const start = performance.now();
    await call();
    // The first few warm up.
    if (round >= 5) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length / 2)];
}

const rank = process.env[rankVariable];
if (rank !== undefined) {
  const [, , folder, workers, size] = process.argv;
  await work(Number(rank), folder, Number(workers), Number(size));
  process.exit(0);
}
