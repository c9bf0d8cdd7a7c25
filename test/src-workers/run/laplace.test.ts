import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import { encodeCheckpoint } from '../../../src-shared/formats/checkpoint-file';
import { decodeSafetensors } from '../../../src-shared/formats/safetensors';
import type { EngineChoice } from '../../../src-shared/protocol/worker-protocol';
import { plainItems } from '../../../src-workers/data/run-data';
import { openRunData } from '../../../src-workers/kinds-of-data';
import { Sampler } from '../../../src-workers/posterior/sampler';
import { openPosterior } from '../../../src-workers/posterior/trained-posterior';
import { relativeDistance } from '../relative-distance';
import { bindingPath } from '../tensorflow';
import { buildWorker } from './built-worker';
import { newRunFolder, TestCrew } from './worker-crew';

function experiment(inference: ExperimentInput['inference'], steps: number): ExperimentInput {
  return {
    seed: 5,
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [8], activation: 'tanh' },
    inference,
    training: { samples: 1, batchSize: 128, steps, epochs: 100 },
    evaluation: { samples: 20 },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  };
}

const steps = 150;
const laplace = { method: 'laplace', weights: 'last-layer' } as const;

let script: string;
let engine: EngineChoice;
beforeAll(async () => {
  script = await buildWorker();
  engine = { kind: 'tensorflow', binding: bindingPath() };
});

async function train(input: ExperimentInput, checkpoint?: string) {
  const folder = newRunFolder();
  const crew = new TestCrew(script, folder, input, engine, checkpoint);
  await crew.over;
  const scores = new Map(crew.points.map(({ name, value }) => [name, value]));
  const file = join(folder, 'posterior.safetensors');
  return { file, scores, tensors: decodeSafetensors(readFileSync(file)).tensors };
}

test('a run that is trained for it and one made of a point estimate’s network end at the same posterior and scores', async () => {
  const trained = await train(experiment(laplace, steps));
  const point = await train(experiment({ method: 'point-estimate' }, steps));

  const state = {
    step: steps,
    isValidated: true,
    earlyStopping: { best: Number.POSITIVE_INFINITY, epochsSinceBest: 0 },
    validationNll: Number.POSITIVE_INFINITY,
    bestKept: Number.POSITIVE_INFINITY,
    points: [],
  };
  const parameters = point.tensors.map((tensor) => ({ ...tensor, shape: [1, ...tensor.shape] }));
  const wanted = experimentSchema.parse(experiment(laplace, steps));
  const checkpoint = join(newRunFolder(), 'step.safetensors');
  writeFileSync(
    checkpoint,
    encodeCheckpoint({ runId: 'crew', experiment: wanted, state, parameters, moments: [] }),
  );
  const made = await train(experiment(laplace, steps), checkpoint);

  expect(made.tensors.map(({ name }) => name)).toEqual(trained.tensors.map(({ name }) => name));
  // Rounding of two programs over 150 steps.
  made.tensors.forEach(({ name, data }, index) => {
    expect(relativeDistance(data, trained.tensors[index].data), name).toBeLessThan(1e-2);
  });
  for (const name of ['test.nll', 'posterior.logEvidence', 'posterior.priorPrecision'])
    expect(made.scores.get(name)).toBeCloseTo(trained.scores.get(name) ?? Number.NaN, 2);
  expect(made.scores.get('test.differentSamples')).toBeGreaterThan(
    point.scores.get('test.differentSamples') ?? 2,
  );
});

test('predictions with the posterior that it left are worth its scores', async () => {
  const { file, scores } = await train(experiment(laplace, steps));
  const data = await openRunData(
    experimentSchema.parse(experiment(laplace, steps)),
    resolve('src-main/datasets/digits'),
  );
  const sampler = new Sampler(await openPosterior(file, 'as-scored'), engine);
  const items = data.test.subarray(0, sampler.items);
  const { inputs } = data.evaluationReader(items.length).read(plainItems(items));
  const all = sampler.predict(inputs, items.length);
  const labels = [...data.targetsOf(items)];
  const nll = labels.reduce((sum, label, item) => {
    let mean = 0;
    for (let sample = 0; sample < 20; sample += 1)
      mean += Math.exp(all[(sample * items.length + item) * 10 + label]) / 20;
    return sum - Math.log(mean) / items.length;
  }, 0);
  sampler.dispose();
  data.close();
  // Other weight samples, of a part of the test items.
  expect(Math.abs(nll - (scores.get('test.nll') ?? Number.NaN))).toBeLessThan(0.1);
});
