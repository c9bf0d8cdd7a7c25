import { add, concat, matMul, relu, reshape, stack, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import { neededFor } from '../../../src-workers/engine/graph/needed-nodes';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import { convolution } from '../../../src-workers/models/convolution';
import { dense } from '../../../src-workers/models/dense';

/** The operations over numbers that a graph for this device needs for a function of tensors of these shapes. */
function operations(
  device: 'cpu' | 'gpu',
  shapes: readonly (readonly number[])[],
  body: (tensors: readonly Tensor[]) => Tensor,
): readonly string[] {
  const graph = new GraphBuilder(true, 'float32', device);
  const inputs = shapes.map((shape, index) => graph.placeholder(`x${index}`, shape, 'float32'));
  const outputs = traceInto(graph, inputs, (tensors) => [body(tensors)]);
  const without = ['Placeholder', 'Const', 'Reshape'];
  return neededFor(graph.nodes, outputs)
    .map(({ op }) => op)
    .filter((op) => !without.includes(op));
}

const ofDense = [
  [2, 5, 3],
  [2, 3, 4],
  [2, 4],
  [2, 5, 4],
];
const product = ([x, weight, bias]: readonly Tensor[]) => dense(x, weight, bias);

test.each([
  [
    'what goes past a layer, and its bias, are added to its product',
    ofDense,
    (all: readonly Tensor[]) => add(all[3], product(all)),
    ['BatchMatMulV2', 'ParasampleBiasResidual'],
  ],
  [
    'the layer may come first',
    ofDense,
    (all: readonly Tensor[]) => add(product(all), all[3]),
    ['BatchMatMulV2', 'ParasampleBiasResidual'],
  ],
  [
    'a rectifier takes the bias along',
    ofDense.slice(0, 3),
    (all: readonly Tensor[]) => relu(product(all)),
    ['BatchMatMulV2', 'ParasampleBiasRelu'],
  ],
  [
    'a rectifier takes the sum along',
    ofDense,
    (all: readonly Tensor[]) => relu(add(product(all), all[3])),
    ['BatchMatMulV2', 'ParasampleBiasResidual'],
  ],
  [
    'a convolution is a layer too',
    [
      [5, 6, 7, 3],
      [1, 3, 3, 3, 4],
      [1, 4],
      [5, 6, 7, 4],
    ],
    ([x, weight, bias, past]: readonly Tensor[]) =>
      relu(add(convolution([x as Tensor4D], weight, bias)[0], past)),
    ['Conv2D', 'ParasampleBiasResidual'],
  ],
  [
    'convolutions of samples that have biases of their own are',
    [
      [5, 6, 7, 3],
      [2, 3, 3, 3, 4],
      [2, 4],
      [5, 6, 7, 4],
    ],
    ([x, weight, bias, past]: readonly Tensor[]) =>
      stack(convolution([x as Tensor4D], weight, bias).map((one) => relu(add(one, past)))),
    ['Unpack', 'Unpack', 'Conv2D', 'Conv2D', 'ParasampleBiasResidual', 'ParasampleBiasResidual', 'Pack'],
  ],
  [
    'a layer may lie otherwise than what it was computed as, with a bias for each sample or one for all',
    [[2, 15, 3], [2, 3, 4], [2, 1, 1, 4], [2, 5, 3, 4], [4]],
    ([x, weight, bias, past, ofAll]: readonly Tensor[]) => {
      const pictures = reshape(matMul(x, weight), [2, 5, 3, 4]);
      return concat([add(add(pictures, bias), past), relu(add(pictures, ofAll))]);
    },
    ['BatchMatMulV2', 'ParasampleBiasResidual', 'ParasampleBiasRelu', 'ConcatV2'],
  ],
  [
    'what differs from item to item is no bias',
    [
      [2, 15, 3],
      [2, 3, 4],
      [5, 1, 4],
      [2, 5, 3, 4],
    ],
    ([x, weight, bias, past]: readonly Tensor[]) =>
      add(add(reshape(matMul(x, weight), [2, 5, 3, 4]), bias), past),
    ['BatchMatMulV2', 'AddV2', 'AddV2'],
  ],
  [
    'other sums are sums',
    [
      [2, 5],
      [2, 5],
    ],
    ([a, b]: readonly Tensor[]) => add(a, b),
    ['AddV2'],
  ],
  [
    'what is broadcast goes past nothing',
    [...ofDense.slice(0, 3), [1, 1, 4]],
    (all: readonly Tensor[]) => add(product(all), all[3]),
    ['BatchMatMulV2', 'AddV2', 'AddV2'],
  ],
] as const)('on GPUs one operation of our own adds up: %s', (_name, shapes, body, expected) => {
  expect(operations('gpu', shapes, body)).toEqual(expected);
});

test('on processors each sum is TensorFlow’s', () => {
  expect(operations('cpu', ofDense, (all) => relu(add(product(all), all[3])))).toEqual([
    'BatchMatMulV2',
    'AddV2',
    'AddV2',
    'Relu',
  ]);
});
