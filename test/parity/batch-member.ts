import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { mul, neg, scalar, sum, type Tensor2D } from '@tensorflow/tfjs-core';
import { shareWork } from '../../src-shared/devices/workload';
import { modelSchema } from '../../src-shared/experiment/networks';
import { pointEstimateFamily } from '../../src-workers/bayes/families/point-estimate';
import type { Likelihood } from '../../src-workers/bayes/likelihoods/likelihood';
import { elbo } from '../../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../../src-workers/bayes/priors/gaussian-prior';
import { flatten, layoutOf, valuesOf } from '../../src-workers/engine/parameter-layout';
import { loadBinding } from '../../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../../src-workers/engine/tensorflow/tensorflow-engine';
import { networkFor } from '../../src-workers/models/build-model';
import { BatchGathering } from '../../src-workers/parallel/batch-gathering';
import { Exchange } from '../../src-workers/parallel/exchange';
import { trainingProgram } from '../../src-workers/train/training-program';

/** What one worker process of a batch is to do, which it is told as JSON. */
export interface MemberTask {
  readonly binding: string;
  readonly folder: string;
  readonly rank: number;
  /** Items of each worker. */
  readonly parts: readonly number[];
  readonly path: string;
  readonly inputShape: readonly number[];
  /** Of the whole batch, as are the factors of its outputs. */
  readonly inputs: readonly number[];
  readonly factors: readonly number[];
  readonly outputs: number;
  /** Whether it lets the others wait until the first of them has said, while it does, that it is well. */
  readonly isLate: boolean;
}

export interface MemberResult {
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** Writes a file once the number is no longer 0, whatever keeps the main thread. */
const watching = `
  const { writeFileSync } = require('node:fs');
  const { turns, file } = require('node:worker_threads').workerData;
  const timer = setInterval(() => {
    if (Atomics.load(turns, 0) === 0) return;
    writeFileSync(file, '');
    clearInterval(timer);
  }, 20);`;

/** The sum of outputs times factors as the loss of a batch. */
const likelihood: Likelihood = {
  parameters: [],
  logLikelihood: (outputs, factors) => neg(sum(mul(outputs, factors), -1)) as Tensor2D,
  fit: () => scalar(0),
  predictive: (outputs) => outputs,
};

async function gradientsOf(task: MemberTask): Promise<MemberResult> {
  const { rank, parts, inputShape, outputs } = task;
  const all = parts.reduce((total, count) => total + count, 0);
  const first = parts.slice(0, rank).reduce((total, count) => total + count, 0);
  // Who has none looks at one that counts for nothing.
  const items = Math.max(1, parts[rank]);
  const ofItems = (values: readonly number[]) => {
    const size = values.length / all;
    return Float32Array.from(values.slice(Math.min(first, all - items) * size).slice(0, items * size));
  };
  const model = networkFor(modelSchema.parse({ kind: 'onnx', path: task.path, batchNorm: 'sync' }), {
    inputShape,
    outputShape: [outputs],
  });
  const family = pointEstimateFamily(
    model.weights,
    gaussianPrior(() => 1),
  );
  const program = trainingProgram(model, family, {
    inputShape,
    targetShape: [outputs],
    targetType: 'float32',
    trainItems: all,
    samples: 1,
    heat: 0,
    likelihood,
    objective: elbo,
  });
  const shape = { samples: 1, items, firstOwn: 0, batchParts: { items: parts, own: rank } };
  const optimiser = { kind: 'sgd', momentum: 0, weightDecay: 0 } as const;
  const options = { passes: [shape], predictions: [], optimiser };
  const compiled = compileForTensorflow(loadBinding(task.binding), program, options);
  const layout = layoutOf(program.parameters);
  compiled.setParameters(flatten(layout, family.initialValues(1)));
  const workers = parts.length;
  const exchange = await Exchange.connect({ rank, workers, folder: task.folder, floats: 1 });
  const turns = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const memory = compiled.sharedMemory?.gathering;
  if (!memory) throw new Error('This program gathers nothing.');
  const share = shareWork(1, all, 1, workers)[rank];
  const gathering = await BatchGathering.open(
    exchange,
    memory,
    { share, sampleGroups: 1, dataGroups: workers },
    turns,
  );
  const told = join(task.folder, 'waits');
  if (rank === 0) new Worker(watching, { eval: true, workerData: { turns, file: told } }).unref();
  while (task.isLate && !existsSync(told)) await new Promise((resolve) => setTimeout(resolve, 20));
  const { gradients } = compiled.gradients({
    shape,
    inputs: ofItems(task.inputs),
    targets: ofItems(task.factors),
    seeds: new Int32Array(),
    share: parts[rank] / all,
  });
  gathering.close();
  await exchange.close();
  return {
    gradients: Object.fromEntries(layout.slots.map((slot) => [slot.name, [...valuesOf(slot, gradients)]])),
  };
}

process.once('message', (task: MemberTask) => {
  gradientsOf(task).then(
    (result) => process.send?.(result, () => process.disconnect()),
    (error: Error) => process.send?.({ error: error.message }, () => process.disconnect()),
  );
});
