import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toTorchOrder } from '../../src-main/torch-blue/reorder';
import { fromStateDict, toStateDict } from '../../src-main/torch-blue/state-dict';
import type { WeightMapping } from '../../src-main/torch-blue/weight-mapping';
import { type Experiment, experimentSchema } from '../../src-shared/experiment/experiment';
import { sizeOf, type WeightTensor } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { decodeSafetensors, encodeSafetensors, type Tensor } from '../../src-shared/formats/safetensors';
import { compile } from '../../src-workers/engine/compile';
import { flatten, layoutOf, valuesOf } from '../../src-workers/engine/parameter-layout';
import { planSteps } from '../../src-workers/parallel/step-plan';
import { noiseSeeds } from '../../src-workers/random/noise-seeds';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';
import { type RunProgram, runProgram } from '../../src-workers/train/run-program';
import { relativeDistance } from '../src-workers/relative-distance';
import { bindingPath } from '../src-workers/tensorflow';
import { runPython } from './python';

// The module that torch_blue makes Bayesian by itself, and the ONNX file of the same module that is made so here.
const folder = mkdtempSync(join(tmpdir(), 'converted-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [trainItems, samples, seed] = [50, 3, 7];
const imageShape = [6, 6, 2];
const labels = Int32Array.of(2, 0, 1, 2);
const classNames = ['a', 'b', 'c'];

let run: RunProgram;
let experiment: Experiment;
let recorded: ReadonlyMap<string, Tensor>;

beforeAll(async () => {
  await runPython('convert_module.py', 'export', folder);
  experiment = experimentSchema.parse({
    seed,
    data: { dataset: 'digits' },
    model: { kind: 'onnx', path: join(folder, 'net.onnx') },
    inference: { prior: { kind: 'gaussian', std: 1 }, heat: 0.1, klWarmup: 0 },
    training: { samples, batchSize: labels.length },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const task = { kind: 'classification', inputShape: imageShape, classNames } as const;
  run = runProgram(experiment, planSteps(experiment, 0, 1, trainItems), task, trainItems);
  writeFileSync(join(folder, 'given.safetensors'), encodeSafetensors(given(), {}));
  await runPython('convert_module.py', 'record', folder);
  const file = join(folder, 'converted.safetensors');
  recorded = new Map(
    decodeSafetensors(readFileSync(file), file).tensors.map((tensor) => [tensor.name, tensor]),
  );
}, 300_000);

function mappingOf({ name, shape, bayesian }: WeightTensor): WeightMapping {
  const [layer, variable] = [name.slice(0, name.lastIndexOf('.')), name.slice(name.lastIndexOf('.') + 1)];
  const axes = shape.map((_, axis) => axis);
  // Kernels are [...sides, in, out] here and [out, in, ...sides] there.
  const order = shape.length < 2 ? axes : [...axes.slice(-2).reverse(), ...axes.slice(0, -2)];
  const torchShape = order.map((axis) => shape[axis]);
  return {
    layer,
    variable,
    shape,
    torchShape,
    view: shape,
    order,
    ...(bayesian ? {} : { isPoint: true }),
  } as WeightMapping;
}

function normals(size: number, stream: number): Float32Array {
  const values = new Float32Array(size);
  fillStatelessNormal(stream, 100, values);
  return values;
}

/** Neither means nor deviations are constant. */
function posterior(): Tensor[] {
  return layoutOf(run.program.parameters).slots.map(({ name, shape, size }, index) => {
    const values = normals(size, index);
    const data = values.map((value) => (name.endsWith('.log_std') ? 0.3 * value - 1.5 : 0.4 * value));
    return { name, shape, data };
  });
}

function images(): Float32Array {
  return normals(labels.length * sizeOf(imageShape), 1000);
}

function seeds(): Int32Array {
  return noiseSeeds(seed, 'training', 1, run.program.noiseTensors, { first: 0, count: samples });
}

/** The numbers that our engines draw for each Bayesian tensor, samples in front. */
function noise(): Tensor[] {
  const pairs = seeds();
  return run.model.weights
    .filter(({ bayesian }) => bayesian)
    .map((weight, index) => {
      const mapping = mappingOf(weight);
      const size = sizeOf(weight.shape);
      const data = new Float32Array(samples * size);
      for (let sample = 0; sample < samples; sample += 1) {
        const values = new Float32Array(size);
        const at = 2 * (index * samples + sample);
        fillStatelessNormal(pairs[at], pairs[at + 1], values);
        data.set(toTorchOrder(values, mapping), sample * size);
      }
      return {
        name: `noise/${mapping.layer}.${mapping.variable}`,
        shape: [samples, ...mapping.torchShape],
        data,
      };
    });
}

function given(): Tensor[] {
  const state = toStateDict(posterior(), run.model.weights.map(mappingOf));
  const [height, width, channels] = imageShape;
  const view = [labels.length, ...imageShape];
  return [
    ...state.map((tensor) => ({ ...tensor, name: `state/${tensor.name}` })),
    ...noise(),
    {
      name: 'images',
      shape: [labels.length, channels, height, width],
      data: toTorchOrder(images(), { view, order: [0, 3, 1, 2] }),
    },
    { name: 'labels', shape: [labels.length], data: Float32Array.from(labels) },
  ];
}

test('has the forward pass and the gradients of torch_blue’s convert_to_vimodule', () => {
  const layout = layoutOf(run.program.parameters);
  const shape = { samples, items: labels.length, firstOwn: 0 };
  const optimiser = { kind: 'adam', weightDecay: 0 } as const;
  const options = { passes: [shape], predictions: [shape], optimiser };
  const engine = compile({ kind: 'tensorflow', binding: bindingPath() }, run.program, options);
  engine.setParameters(
    flatten(
      layout,
      posterior().map(({ data }) => data),
    ),
  );
  const inputs = { shape, inputs: images(), targets: labels, seeds: seeds(), share: 1 };
  const { gradients, report } = engine.gradients(inputs);
  const logProbabilities = engine.predict(shape, inputs.inputs, inputs.seeds);
  engine.dispose();

  expect(relativeDistance(logProbabilities, logSoftmax(recorded.get('logits')?.data ?? []))).toBeLessThan(
    1e-5,
  );
  const elbo = trainItems * report.nll + experiment.inference.heat * report.kl;
  expect(elbo / (recorded.get('elbo')?.data[0] ?? 0)).toBeCloseTo(1, 5);
  const theirs = [...recorded.values()].flatMap((tensor) =>
    tensor.name.startsWith('gradient/') ? [{ ...tensor, name: tensor.name.slice('gradient/'.length) }] : [],
  );
  for (const { name, data } of fromStateDict(theirs, run.model.weights.map(mappingOf), 'converted')) {
    const slot = layout.slots.find((one) => one.name === name);
    expect(slot && relativeDistance(valuesOf(slot, gradients), data), name).toBeLessThan(1e-4);
  }
});

function logSoftmax(logits: ArrayLike<number>): number[] {
  const classes = classNames.length;
  return Array.from(logits, (logit, at) => {
    const row = Array.from({ length: classes }, (_, place) => logits[at - (at % classes) + place]);
    return logit - Math.log(row.reduce((sum, one) => sum + Math.exp(one), 0));
  });
}
