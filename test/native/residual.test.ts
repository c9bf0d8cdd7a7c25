import { add, grads, mul, relu, sum, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { machinesCompiler } from '../../src-main/runtime/compiler';
import { GraphBuilder } from '../../src-workers/engine/graph/graph-builder';
import { neededFor } from '../../src-workers/engine/graph/needed-nodes';
import { loadBinding } from '../../src-workers/engine/tensorflow/binding';
import { Session } from '../../src-workers/engine/tensorflow/session';
import { traceInto } from '../../src-workers/engine/trace/trace';
import { convolution } from '../../src-workers/models/convolution';
import { dense } from '../../src-workers/models/dense';
import { gelu } from '../../src-workers/models/gelu';
import { residualNetwork } from '../parity/residual-network';
import { randomArgument } from '../src-workers/models/probe';
import { relativeDistance } from '../src-workers/relative-distance';
import { bindingPath } from '../src-workers/tensorflow';
import { compileEmulatedGpu } from './emulated-gpu';

const launcher = undefined as never;
const compiler = await machinesCompiler({ cacheFolder: '', onProgress: () => {}, launcher });

type Body = (tensors: readonly Tensor[]) => Tensor;
type Values = readonly Float32Array[];

/** The kernels' own text, compiled for this processor, or TensorFlow's operations: with the same kernels a GPU has, and without any. */
const places = {
  'an emulated GPU': { device: 'gpu', own: true },
  'TensorFlow’s operations': { device: 'cpu', own: false },
} as const;

type Place = (typeof places)[keyof typeof places];

const ofDense = (biases: number): number[][] => [
  [3, 5, 2, 11],
  [3, 11, 37],
  [biases, 37],
  [3, 5, 2, 37],
];
const ofConvolution: number[][] = [
  [5, 6, 7, 3],
  [1, 3, 3, 3, 19],
  [1, 19],
  [5, 6, 7, 19],
];
const layer: Body = ([x, weight, bias]) => dense(x, weight, bias);
const filtered: Body = ([x, weight, bias]) => convolution([x as Tensor4D], weight, bias)[0] as Tensor4D;
const residual = 'ParasampleBiasResidual';

/** What has the residual at its end, by what a kernel of ours computes of it on GPUs. */
const cases: readonly (readonly [string, Body, readonly number[][], readonly string[]])[] = [
  ['x + b + r', (all) => add(layer(all), all[3]), ofDense(3), [residual]],
  ['r + x + b, with one bias for all samples', (all) => add(all[3], layer(all)), ofDense(1), [residual]],
  ['relu(x + b + r)', (all) => relu(add(layer(all), all[3])), ofDense(3), [residual]],
  ['relu(x + b) + r', (all) => add(relu(layer(all)), all[3]), ofDense(3), ['ParasampleBiasRelu']],
  ['gelu(x + b + r)', (all) => gelu(add(layer(all), all[3])), ofDense(3), [residual, 'ParasampleGelu']],
  ['gelu(x + b) + r', (all) => add(gelu(layer(all)), all[3]), ofDense(1), ['ParasampleBiasGelu']],
  ['relu(x + b + r) of a convolution', (all) => relu(add(filtered(all), all[3])), ofConvolution, [residual]],
  [
    'relu(x + b) + r of a convolution',
    (all) => add(relu(filtered(all)), all[3]),
    ofConvolution,
    ['ParasampleBiasRelu'],
  ],
  [
    's + relu(s), where s is x + b + r',
    (all) => {
      const both = add(layer(all), all[3]);
      return add(both, relu(both));
    },
    ofDense(3),
    [residual, residual],
  ],
  [
    'x + b + x + b, where what goes past is the layer itself',
    (all) => {
      const once = layer(all);
      return add(once, once);
    },
    ofDense(3).slice(0, 3),
    [residual],
  ],
  [
    'x + b + r, where another layer gives r',
    (all) => add(layer(all), dense(all[0], all[3], all[4])),
    [...ofDense(3).slice(0, 3), [3, 11, 37], [3, 37]],
    [residual],
  ],
];

describe.runIf(compiler !== undefined)('what goes past a layer', () => {
  const binding = loadBinding(bindingPath(), false);
  beforeAll(async () => {
    const loaded = { exports: { available: false } };
    process.dlopen(loaded, (await compileEmulatedGpu(bindingPath())).module);
    expect(loaded.exports.available).toBe(true);
    // A compiler on a busy machine.
  }, 1_200_000);

  /** A function and the slopes of the sum of its squares, and what operations of our own the forward pass takes. */
  function opened(body: Body, shapes: readonly (readonly number[])[], { device, own }: Place) {
    const graph = new GraphBuilder(own, 'float32', device);
    const inputs = shapes.map((shape, index) => graph.placeholder(`x${index}`, shape, 'float32'));
    const squares = (...all: Tensor[]) => {
      const value = body(all);
      return sum(mul(value, value)) as Tensor<never>;
    };
    const all = traceInto(graph, inputs, (tensors) => [body(tensors), ...grads(squares)([...tensors])]);
    const session = new Session(binding, graph.nodes);
    const run = (values: Values, outputs = all) => {
      const feeds = new Map(inputs.map((input, index) => [input, values[index] ?? new Float32Array()]));
      return session.run(feeds, outputs) as Float32Array[];
    };
    return {
      all: run,
      lossOf: (values: Values) => {
        const [value = new Float32Array()] = run(values, all.slice(0, 1));
        return value.reduce((total: number, one: number) => total + one ** 2, 0);
      },
      operations: neededFor(graph.nodes, all.slice(0, 1)).flatMap(({ op }) =>
        op.startsWith('Parasample') ? [op] : [],
      ),
      close: () => session.dispose(),
    };
  }

  describe.each(Object.entries(places))('computed by %s', (_place, place) => {
    test.each(cases)(
      'has the slope by each of its parts that differences have: %s',
      (_name, body, shapes) => {
        const values = shapes.map((shape, index) => randomArgument(shape, index).values);
        const { all, lossOf, close } = opened(body, shapes, place);
        const [, ...gradients] = all(values);
        for (const [part, gradient] of gradients.entries()) {
          const along = directionOf(gradient, part);
          const at = (by: number) =>
            lossOf(values.map((own, index) => (index === part ? own.map((x, k) => x + by * along[k]) : own)));
          const slope = along.reduce((total, by, k) => total + by * gradient[k], 0);
          // Of float32 numbers; the square's own differences are exact.
          expect((at(step) - at(-step)) / (2 * step) / slope, `part ${part}`).toBeCloseTo(1, 3);
        }
        close();
      },
    );
  });

  test.each(cases)(
    'is one operation of ours on a GPU, and computes the same: %s',
    (_name, body, shapes, own) => {
      const values = shapes.map((shape, index) => randomArgument(shape, index).values);
      const [onGpu, plain] = Object.values(places).map((place) => opened(body, shapes, place));
      expect(onGpu?.operations).toEqual(own);
      expect(plain?.operations).toEqual([]);
      const expected = plain?.all(values) ?? [];
      // A few roundings of float32.
      for (const [at, found] of (onGpu?.all(values) ?? []).entries())
        expect(relativeDistance(found, expected[at] ?? [])).toBeLessThan(2e-6);
      onGpu?.close();
      plain?.close();
    },
  );

  test.each([1, 3])(
    'is what ONNX Runtime computes of a person’s network, and has its slopes, with %i samples',
    (samples) => {
      const { of, to, expected } = residualNetwork(samples);
      const shapes = of.map(({ shape }) => shape);
      const { all, operations, close } = opened(to, shapes, places['an emulated GPU']);
      const found = all(of.map(({ values }) => values));
      close();
      expect(found).toHaveLength(expected.length);
      for (const [at, values] of found.entries())
        expect(relativeDistance(values, expected[at] ?? []), `${at}`).toBeLessThan(1e-5);
      const count = (op: string) => operations.filter((one) => one === op).length;
      // Of convolutions there is one a sample: three of block 1, two of block 2, one of block 3, two of block 4; and four dense layers.
      expect({
        sums: count(residual),
        rectified: count('ParasampleBiasRelu'),
        gelu: count('ParasampleBiasGelu'),
      }).toEqual({ sums: 4 * samples + 3, rectified: 3 * samples + 1, gelu: 1 });
    },
  );
});

const step = 1e-2;

/** Half random and half the gradient's own, so that the slope along it is never near zero. */
function directionOf(gradient: Float32Array, part: number): Float32Array {
  const random = randomArgument([gradient.length], 3000 + part).values;
  const norm = Math.hypot(...gradient);
  return random.map((value, at) => value / Math.sqrt(gradient.length) + (gradient[at] ?? 0) / norm);
}
