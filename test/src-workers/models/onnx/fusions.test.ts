import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expandDims } from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, test } from 'vitest';
import { modelSchema } from '../../../../src-shared/experiment/networks';
import { SampledLayers } from '../../../../src-workers/bayes/sampled-layers';
import { GraphBuilder, type GraphNode } from '../../../../src-workers/engine/graph/graph-builder';
import { traceInto } from '../../../../src-workers/engine/trace/trace';
import { networkFor } from '../../../../src-workers/models/build-model';
import {
  type WrittenNetwork,
  type WrittenTensor,
  writtenNetwork,
} from '../../../src-files/onnx/written-network';
import { resultOf } from '../probe';

const folder = mkdtempSync(join(tmpdir(), 'parasample-fusions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const samples = 2;

function numbers(name: string, shape: readonly number[], first = 0.1): WrittenTensor {
  const count = shape.reduce((product, length) => product * length, 1);
  return { name, shape, values: Array.from({ length: count }, (_, at) => first + 0.07 * at) };
}

/** A network with the file's weights in all samples, and its input. */
function probeOf(network: WrittenNetwork, inputShape: readonly number[], outputShape: readonly number[]) {
  const path = join(folder, 'net.onnx');
  writeFileSync(path, writtenNetwork(network));
  const model = networkFor(modelSchema.parse({ kind: 'onnx', path }), { inputShape, outputShape });
  const weights = model.weights.map(({ shape, start, bayesian }) => {
    const own = [...(start?.numbers(0) ?? [])];
    const all = bayesian ? [...own, ...own] : own;
    return { shape: [bayesian ? samples : 1, ...shape], values: Float32Array.from(all) };
  });
  const count = inputShape.reduce((product, length) => product * length, 1);
  const inputs = Float32Array.from({ length: count }, (_, at) => Math.sin(at));
  return {
    of: [...weights, { shape: [1, ...inputShape], values: inputs }],
    to: (...tensors: Parameters<typeof expandDims>[0][]) => {
      const all = tensors as Parameters<typeof model.forward>[0][];
      const byName = new Map(model.weights.map(({ name }, index) => [name, all[index]]));
      return model.forward(expandDims(all[all.length - 1], 0), new SampledLayers(byName, samples));
    },
  };
}

/** What a network's forward pass becomes in a TensorFlow that has our own operations. */
function nodesOf({ of, to }: ReturnType<typeof probeOf>): readonly GraphNode[] {
  const graph = new GraphBuilder(true);
  const inputs = of.map(({ shape }, index) => graph.placeholder(`argument_${index}`, shape, 'float32'));
  traceInto(graph, inputs, (tensors) => [to(...tensors)]);
  return graph.nodes;
}

function count(nodes: readonly GraphNode[], op: string): number {
  return nodes.filter((node) => node.op === op).length;
}

describe('a batch normalisation behind a convolution', () => {
  const side = 5;
  const statistics = [numbers('bn.running_mean', [2], 0.3), numbers('bn.running_var', [2], 2)];
  const weights = [
    numbers('conv.weight', [2, 1, 2, 2]),
    numbers('bn.weight', [2], 0.8),
    numbers('bn.bias', [2]),
  ];
  const behind = ['c', 'bn.weight', 'bn.bias', 'bn.running_mean', 'bn.running_var'];
  const network: WrittenNetwork = {
    nodes: [
      { operator: 'Conv', inputs: ['x', 'conv.weight'], output: 'c' },
      { operator: 'BatchNormalization', inputs: behind, output: 'n' },
      { operator: 'Relu', inputs: ['n'], output: 'r' },
      { operator: 'GlobalAveragePool', inputs: ['r'], output: 'p' },
      { operator: 'Flatten', inputs: ['p'], output: 'y' },
    ],
    tensors: [...weights, ...statistics],
    input: [0, 1, side, side],
  };
  const probe = () => probeOf(network, [side, side, 1], [2]);

  test('is part of the filters, and samples lie by themselves until something looks at all', () => {
    const nodes = nodesOf(probe());
    const [pictures] = nodes.filter(({ op }) => op === 'Conv2D');
    const size = pictures.shape.reduce((product, length) => product * length, 1);
    const isLarge = ({ shape }: GraphNode) => shape.reduce((product, length) => product * length, 1) >= size;
    expect(count(nodes, 'Conv2D')).toBe(samples);
    // What multiplies is as small as the filters are.
    expect(nodes.filter((node) => ['Mul', 'Pack'].includes(node.op) && isLarge(node))).toEqual([]);
  });

  test('computes what the two do one after the other', () => {
    const { values } = resultOf(probe());
    const x = (row: number, column: number) => Math.sin(side * row + column);
    const places = Array.from({ length: (side - 1) ** 2 }, (_, at) => [
      Math.floor(at / (side - 1)),
      at % (side - 1),
    ]);
    const expected = [0, 1].map((channel) => {
      const tap = (row: number, column: number) => 0.1 + 0.07 * (4 * channel + 2 * row + column);
      const [scale, offset] = [0.8 + 0.07 * channel, 0.1 + 0.07 * channel];
      const [mean, variance] = [0.3 + 0.07 * channel, 2 + 0.07 * channel];
      const outputs = places.map(([row, column]) => {
        const taps = [0, 1, 2, 3].map((at) => [Math.floor(at / 2), at % 2]);
        const sum = taps.reduce(
          (total, [down, right]) => total + x(row + down, column + right) * tap(down, right),
          0,
        );
        return Math.max(0, ((sum - mean) / Math.sqrt(variance + 1e-5)) * scale + offset);
      });
      return outputs.reduce((total, value) => total + value, 0) / outputs.length;
    });
    expect(Array.from(values)).toEqual([...expected, ...expected].map((value) => expect.closeTo(value, 5)));
  });
});

describe('a GELU that an exporter took apart', () => {
  const scalar = (name: string, value: number): WrittenTensor => ({ name, shape: [], values: [value] });
  const network = (last: readonly string[]): WrittenNetwork => ({
    nodes: [
      { operator: 'Gemm', inputs: ['x', 'fc.weight', 'fc.bias'], output: 'h' },
      { operator: 'Div', inputs: ['h', 'root'], output: 'd' },
      { operator: 'Erf', inputs: ['d'], output: 'e' },
      { operator: 'Add', inputs: ['e', 'one'], output: 'a' },
      { operator: 'Mul', inputs: ['h', last[0]], output: 'm' },
      { operator: 'Mul', inputs: ['m', last[1]], output: 'y' },
    ],
    tensors: [
      numbers('fc.weight', [2, 2]),
      numbers('fc.bias', [2]),
      scalar('root', Math.SQRT2),
      scalar('one', 1),
      scalar('half', 0.5),
    ],
  });
  const orders = [
    ['a', 'half'],
    ['half', 'a'],
  ];

  test.each(orders)(
    'is one operation with the bias before it, its factors in the order of %s and %s',
    (...last) => {
      const nodes = nodesOf(probeOf(network(last), [2], [2]));
      expect([count(nodes, 'ParasampleBiasGelu'), count(nodes, 'Erf')]).toEqual([1, 0]);
    },
  );

  test.each([
    ['behind', ['p', 'fc.bias']],
    ['before', ['fc.bias', 'p']],
  ])('takes a bias along that an addition of its own names %s the product', (_place, inputs) => {
    const [, ...others] = network(orders[0]).nodes;
    const product = { operator: 'MatMul', inputs: ['x', 'fc.weight'], output: 'p' };
    const nodes = [product, { operator: 'Add', inputs, output: 'h' }, ...others];
    const traced = nodesOf(probeOf({ ...network(orders[0]), nodes }, [2], [2]));
    expect([count(traced, 'ParasampleBiasGelu'), count(traced, 'Erf')]).toEqual([1, 0]);
  });

  test('stays as it is where its parts are used elsewhere too, or a number is another', () => {
    const used = network(orders[0]);
    const more = { operator: 'Add', inputs: ['m', 'e'], output: 'z' };
    const elsewhere = [
      ...used.nodes.slice(0, -1),
      more,
      { operator: 'Mul', inputs: ['z', 'half'], output: 'y' },
    ];
    expect(count(nodesOf(probeOf({ ...used, nodes: elsewhere }, [2], [2])), 'Erf')).toBe(1);
    const tensors = (used.tensors ?? []).map((one) => (one.name === 'half' ? scalar('half', 0.4) : one));
    expect(count(nodesOf(probeOf({ ...used, tensors }, [2], [2])), 'Erf')).toBe(1);
  });
});

test.each([
  ['series', [2, 3], [0, 2, 1]],
  ['heads', [1, 2, 3], [0, 1, 3, 2]],
])('keys of %s that are transposed before their product are not moved', (_, shape, perm) => {
  const network: WrittenNetwork = {
    nodes: [
      { operator: 'Transpose', inputs: ['x'], output: 't', ints: { perm } },
      { operator: 'Mul', inputs: ['t', 'scale'], output: 's' },
      { operator: 'MatMul', inputs: ['x', 's'], output: 'y' },
    ],
    tensors: [{ name: 'scale', shape: [], values: [0.5] }],
    input: [0, ...shape],
  };
  const probe = probeOf(network, shape, [4]);
  expect(count(nodesOf(probe), 'Transpose')).toBe(0);
  const [a, b] = [0, 3].map((start) => [0, 1, 2].map((at) => Math.sin(start + at)));
  const dot = (left: readonly number[], right: readonly number[]) =>
    left.reduce((sum, value, at) => sum + value * right[at], 0) / 2;
  const expected = [dot(a, a), dot(a, b), dot(b, a), dot(b, b)];
  expect(Array.from(resultOf(probe).values)).toEqual(expected.map((value) => expect.closeTo(value, 5)));
});

test('a layer normalisation has the epsilon of the file', () => {
  const network: WrittenNetwork = {
    nodes: [
      {
        operator: 'LayerNormalization',
        inputs: ['x', 'ln.weight', 'ln.bias'],
        output: 'y',
        floats: { epsilon: 0.25 },
      },
    ],
    tensors: [
      { name: 'ln.weight', shape: [2], values: [1, 2] },
      { name: 'ln.bias', shape: [2], values: [0, 1] },
    ],
  };
  const probe = probeOf(network, [2], [2]);
  expect(count(nodesOf(probe), 'ParasampleNormalise')).toBe(1);
  const half = Math.sin(1) / 2;
  const z = half / Math.sqrt(half * half + 0.25);
  expect(Array.from(resultOf(probe).values).slice(0, 2)).toEqual([
    expect.closeTo(-z, 5),
    expect.closeTo(2 * z + 1, 5),
  ]);
});
