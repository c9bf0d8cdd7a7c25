import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { concat, expandDims, mul, reshape, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { modelSchema } from '../../src-shared/experiment/networks';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import { ensembleFamily } from '../../src-workers/bayes/families/deep-ensemble';
import { pointEstimateFamily } from '../../src-workers/bayes/families/point-estimate';
import type { PosteriorFamily } from '../../src-workers/bayes/families/posterior-family';
import { categorical } from '../../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../../src-workers/bayes/priors/gaussian-prior';
import { SampledLayers } from '../../src-workers/bayes/sampled-layers';
import { runEagerly } from '../../src-workers/engine/javascript/javascript-engine';
import { flatten, layoutOf, valuesOf } from '../../src-workers/engine/parameter-layout';
import type { CompiledProgram, CompileOptions, Program } from '../../src-workers/engine/program';
import { loadBinding } from '../../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../../src-workers/engine/tensorflow/tensorflow-engine';
import { networkFor } from '../../src-workers/models/build-model';
import type { Model, TrainingPass } from '../../src-workers/models/model';
import { trainingProgram } from '../../src-workers/train/training-program';
import { type Probe, resultsInGraph, slopesInGraph } from '../src-workers/models/probe';
import { relativeDistance } from '../src-workers/relative-distance';
import { bindingPath, tensorflow } from '../src-workers/tensorflow';

type Named = Readonly<Record<string, readonly number[]>>;

/** What PyTorch computes of a network that trains, by write_onnx_networks.py. */
interface Recorded {
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly factors: readonly number[];
  readonly gradients: Named;
  /** Running statistics after one forward pass. */
  readonly running: Named;
}

const folder = join(__dirname, 'fixtures', 'onnx');
const items = 6;
const inputShape = [8, 8, 1];

function networkOf(exporter: string, settings: object = {}): Model {
  const path = join(folder, `normalised-${exporter}.onnx`);
  const model = modelSchema.parse({ kind: 'onnx', path, ...settings });
  return networkFor(model, { inputShape, outputShape: [3] });
}

function recordedBy(exporter: string): Recorded {
  return JSON.parse(readFileSync(join(folder, `normalised-${exporter}.json`), 'utf8'));
}

describe.each(['dynamo', 'script'])(
  'a network that PyTorch’s exporter %s wrote while it trains',
  (exporter) => {
    const model = networkOf(exporter);
    const recorded = recordedBy(exporter);
    const learned = model.weights.filter(({ moving }) => !moving);
    const moving = model.weights.filter((weight) => weight.moving);

    /** What becomes of a training pass, the same weights in all samples. */
    const probeOf = (
      samples: number,
      to: (outputs: Tensor, observed: ReadonlyMap<string, Tensor>) => Tensor,
    ): Probe => ({
      of: [
        ...learned.map(({ shape, start }) => {
          const values = start?.numbers(0) ?? new Float32Array();
          const all = Float32Array.from(
            { length: samples * values.length },
            (_, at) => values[at % values.length],
          );
          return { shape: [samples, ...shape], values: all };
        }),
        { shape: [items, ...inputShape], values: Float32Array.from(recorded.inputs) },
      ],
      to: (...tensors) => {
        const byName = new Map(learned.map(({ name }, index) => [name, tensors[index]]));
        const observed = new Map<string, Tensor>();
        const training: TrainingPass = {
          moves: () => true,
          observe: (name, value) => observed.set(name, value),
        };
        const inputs = expandDims(tensors[tensors.length - 1], 0);
        return to(model.forward(inputs, new SampledLayers(byName, samples), training), observed);
      },
    });

    test('has running statistics under PyTorch’s names, which move because the file trains', () => {
      expect(moving.map(({ name }) => name)).toEqual(Object.keys(recorded.running));
      expect(networkOf(exporter, { batchNorm: 'frozen' }).weights).toHaveLength(learned.length);
    });

    test.each([1, 2])('computes what PyTorch does in training mode, with %i samples', (samples) => {
      const [outputs] = resultsInGraph(probeOf(samples, (result) => result));
      const wanted = Array.from({ length: samples }, () => recorded.outputs).flat();
      // Rounding of float32, summed in another order.
      expect(relativeDistance(outputs, wanted)).toBeLessThan(1e-5);
    });

    test('has PyTorch’s gradients, which go through the statistics of the batch', () => {
      const factors = tensorOf(recorded.factors, [1, items, 3]);
      const slopes = slopesInGraph(probeOf(1, (outputs) => sum(mul(outputs, factors()))));
      const whole = Math.hypot(...Object.values(recorded.gradients).flat());
      learned.forEach(({ name }, at) => {
        const theirs = recorded.gradients[name];
        const apart = Math.hypot(...theirs.map((value, place) => value - slopes[at][place]));
        // A bias before a normalisation has no gradient but rounding.
        expect(apart / Math.max(Math.hypot(...theirs), 1e-2 * whole), name).toBeLessThan(1e-4);
      });
      expect(learned).toHaveLength(Object.keys(recorded.gradients).length);
    });

    test('sees in a batch what PyTorch’s running statistics take over', () => {
      const all = (_: Tensor, observed: ReadonlyMap<string, Tensor>) =>
        concat([...observed.values()].map((one) => reshape(one, [one.size])));
      const [values] = resultsInGraph(probeOf(1, all));
      const moved = moving.flatMap(({ shape, start, moving: moves }, at) => {
        const first = moving.slice(0, at).reduce((count, { shape: before }) => count + sizeOf(before), 0);
        const rate = moves?.rate ?? 0;
        const begun = start?.numbers(0) ?? [];
        const seen = values.subarray(first, first + sizeOf(shape));
        return Array.from(seen, (value, place) => (1 - rate) * begun[place] + rate * value);
      });
      expect(relativeDistance(moved, Object.values(recorded.running).flat())).toBeLessThan(1e-5);
    });

    test('drops at its Dropout nodes, with the probabilities of the file', () => {
      expect(model.dropoutSites.map(({ units, rate }) => [units, rate?.toFixed(3)])).toEqual([
        [12, '0.200'],
        [5, '0.400'],
      ]);
      expect(new Set(model.dropoutSites.map(({ name }) => name)).size).toBe(2);
    });
  },
);

function tensorOf(values: readonly number[], shape: number[]): () => Tensor {
  return () => tensor([...values], shape);
}

const model = networkOf('script');
const { running, inputs } = recordedBy('script');
const prior = gaussianPrior(() => 1);
const families: Readonly<Record<string, PosteriorFamily>> = {
  'one network': pointEstimateFamily(model.weights, prior),
  'two members that begin alike': ensembleFamily(model.weights, { first: 0, count: 2 }, prior),
};
const engines: Readonly<Record<string, (program: Program, options: CompileOptions) => CompiledProgram>> = {
  JavaScript: (program, options) => runEagerly('cpu', program, options),
  'TensorFlow with our own operations': (program, options) =>
    compileForTensorflow(tensorflow(), program, options),
  'TensorFlow without them': (program, options) =>
    compileForTensorflow(loadBinding(bindingPath(), false), program, options),
};
const optimisers = [
  { kind: 'adam', weightDecay: 0.1, clipNorm: 0.01 },
  { kind: 'adamw', weightDecay: 0.1 },
  { kind: 'sgd', momentum: 0.9, weightDecay: 0.1 },
] as const;
const cases = Object.keys(families).flatMap((family) =>
  Object.keys(engines).flatMap((engine) =>
    optimisers.map((optimiser) => [family, engine, optimiser] as const),
  ),
);

test.each(cases)(
  'a step of %s in %s with %j leaves running statistics where PyTorch does',
  (family, engine, optimiser) => {
    const samples = 2;
    const program = trainingProgram(model, families[family], {
      inputShape,
      targetShape: [],
      targetType: 'int32',
      trainItems: 100,
      samples,
      heat: 1,
      likelihood: categorical,
      objective: elbo,
    });
    const layout = layoutOf(program.parameters);
    const shape = { samples, items, firstOwn: 0 };
    const compiled = engines[engine](program, { passes: [shape], predictions: [], optimiser });
    compiled.setParameters(flatten(layout, families[family].initialValues(1)));
    const targets = Int32Array.of(0, 1, 2, 0, 1, 2);
    const pass = { shape, inputs: Float32Array.from(inputs), targets, seeds: new Int32Array(), share: 1 };
    compiled.gradientsAndApply(pass, { learningRate: 0.1, step: 1 });
    const after = compiled.parameters();
    for (const slot of layout.slots.filter(({ name }) => name in running)) {
      const members = slot.size / running[slot.name].length;
      const wanted = Array.from({ length: members }, () => running[slot.name]).flat();
      expect(relativeDistance(valuesOf(slot, after), wanted), slot.name).toBeLessThan(1e-5);
    }
    compiled.dispose();
  },
);
