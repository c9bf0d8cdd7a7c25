import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandDims, mul, sum, tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { modelSchema } from '../../src-shared/experiment/networks';
import type { OnnxSettings } from '../../src-shared/experiment/networks/onnx';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { SampledLayers } from '../../src-workers/bayes/sampled-layers';
import type { Model } from '../../src-workers/models/model';
import { onnxNetwork } from '../../src-workers/models/onnx/onnx';
import { type Probe, resultsInGraph, slopesInGraph, trainingGraph } from '../src-workers/models/probe';
import { relativeDistance } from '../src-workers/relative-distance';
import { runPython } from './python';

interface Networks {
  readonly withGradients: readonly string[];
  /**
   * Exporters fold some of their parameters into constants (layer scales, tables of relative positions, parts of
   * one kernel for queries and keys), or they are of
   * Keras and scikit-learn, whose gradients are not asked.
   */
  readonly forwardAlone: readonly string[];
}

/** Written by `write_network_zoo.py` once; `PARASAMPLE_ZOO` names a folder that has been written already. */
const given = process.env.PARASAMPLE_ZOO;
const folder = given ?? mkdtempSync(join(tmpdir(), 'parasample-zoo-'));
const { withGradients, forwardAlone }: Networks = JSON.parse(
  readFileSync(join(__dirname, 'fixtures', 'network-zoo.json'), 'utf8'),
);
const names = [...withGradients, ...forwardAlone];
beforeAll(async () => {
  if (given === undefined) await runPython('write_network_zoo.py', folder, ...names);
}, 1_200_000);
afterAll(() => {
  if (given === undefined) rmSync(folder, { recursive: true });
});

interface Part {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** What was computed elsewhere, by its name: `inputs`, `outputs`, `factors` and `gradient NAME` of each parameter. */
function partsOf(place: string): ReadonlyMap<string, Part> {
  const { parts } = JSON.parse(readFileSync(join(place, 'index.json'), 'utf8')) as {
    readonly parts: readonly { readonly name: string; readonly shape: readonly number[] }[];
  };
  const bytes = Uint8Array.from(readFileSync(join(place, 'numbers.bin')));
  let start = 0;
  return new Map(
    parts.map(({ name, shape }) => {
      const values = new Float32Array(bytes.buffer, start, sizeOf(shape));
      start += values.byteLength;
      return [name, { shape, values }];
    }),
  );
}

/** All samples have the weights of the file. */
function probeOf(model: Model, inputs: Part, samples: number): Probe {
  const weights = model.weights.map(({ shape, start }) => {
    const values = start?.numbers(0) ?? new Float32Array();
    const all = new Float32Array(samples * values.length);
    for (let sample = 0; sample < samples; sample += 1) all.set(values, sample * values.length);
    return { shape: [samples, ...shape], values: all };
  });
  return {
    of: [...weights, inputs],
    to: (...tensors) => {
      const byName = new Map(model.weights.map(({ name }, index) => [name, tensors[index]]));
      return model.forward(expandDims(tensors[tensors.length - 1], 0), new SampledLayers(byName, samples));
    },
  };
}

function partOf(parts: ReadonlyMap<string, Part>, name: string): Part {
  const part = parts.get(name);
  if (!part) throw new Error(`${name} was not written.`);
  return part;
}

/** Euclid's; of vectors that are too long to be arguments. */
function norm(values: Float32Array): number {
  return Math.sqrt(values.reduce((total, value) => total + value * value, 0));
}

/** scikit-learn gives probabilities, of which ours are the logarithms but for a number that all share. */
function probabilities(logits: Float32Array, classes: number): Float32Array {
  const exponentials = logits.map(Math.exp);
  return exponentials.map((value, at) => {
    const row = exponentials.subarray(at - (at % classes), at - (at % classes) + classes);
    return value / row.reduce((total, one) => total + one, 0);
  });
}

function modelOf(place: string, parts: ReadonlyMap<string, Part>): Model {
  const settings = modelSchema.parse({
    kind: 'onnx',
    path: join(place, 'net.onnx'),
    // As ONNX Runtime has it.
    batchNorm: 'frozen',
  }) as OnnxSettings;
  const [inputShape, outputShape] = ['inputs', 'outputs'].map((part) => partOf(parts, part).shape.slice(1));
  return onnxNetwork(settings, { inputShape, outputShape });
}

describe.each(names)('%s', (name) => {
  const place = join(folder, name);

  test.each([1, 2])('computes what ONNX Runtime does, with %i samples', (samples) => {
    const parts = partsOf(place);
    const probe = probeOf(modelOf(place, parts), partOf(parts, 'inputs'), samples);
    const [values] = resultsInGraph(probe, trainingGraph());
    const { shape, values: theirs } = partOf(parts, 'outputs');
    const ours = name.startsWith('scikit-learn') ? probabilities(values, shape[1]) : values;
    for (let sample = 0; sample < samples; sample += 1) {
      const own = ours.subarray(sample * theirs.length, (sample + 1) * theirs.length);
      // Rounding of float32, summed in another order.
      expect(relativeDistance(own, theirs)).toBeLessThan(1e-5);
    }
  });
});

describe.each(withGradients)('%s', (name) => {
  const place = join(folder, name);

  test('has the gradients of PyTorch, for every parameter by its name', () => {
    const parts = partsOf(place);
    const theirs = new Map([...parts].filter(([part]) => part.startsWith('gradient ')));
    const model = modelOf(place, parts);
    const { shape, values } = partOf(parts, 'factors');
    const probe = probeOf(model, partOf(parts, 'inputs'), 1);
    const loss: Probe = {
      ...probe,
      to: (...tensors) => sum(mul(probe.to(...tensors), tensor(values, [1, ...shape]))),
    };
    const slopes = slopesInGraph(loss, trainingGraph());
    const largest = Math.max(...[...theirs.values()].map((part) => norm(part.values)));
    const { buffers } = JSON.parse(readFileSync(join(place, 'index.json'), 'utf8')) as {
      readonly buffers?: readonly string[];
    };
    model.weights.forEach((weight, at) => {
      if (buffers?.includes(weight.name)) return;
      const wanted = theirs.get(`gradient ${weight.name}`);
      expect(wanted, `${weight.name} is a parameter`).toBeDefined();
      if (!wanted) return;
      // Where a gradient is zero but for rounding, as of biases before a normalisation, next to the largest.
      const scale = Math.max(norm(wanted.values), 1e-3 * largest);
      const difference = wanted.values.map((value, place) => value - slopes[at][place]);
      expect(norm(difference) / scale, weight.name).toBeLessThan(1e-4);
    });
    const ours = new Set(model.weights.map((weight) => `gradient ${weight.name}`));
    expect([...theirs.keys()].filter((one) => !ours.has(one))).toEqual([]);
  });
});

test('all that are said to pass were written', () => {
  expect(withGradients.length).toBeGreaterThanOrEqual(25);
  expect(names.filter((name) => !existsSync(join(folder, name, 'numbers.bin')))).toEqual([]);
});
