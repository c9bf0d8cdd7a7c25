import { add, matMul, relu, type Tensor } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { GraphBuilder } from '../../../src-workers/engine/graph/graph-builder';
import { neededFor } from '../../../src-workers/engine/graph/needed-nodes';
import { traceInto } from '../../../src-workers/engine/trace/trace';
import { gelu } from '../../../src-workers/models/gelu';

type Sum = (product: Tensor, bias: Tensor) => Tensor;

const shapes = [
  [3, 5, 11],
  [3, 11, 7],
];
const sums: readonly (readonly [string, Sum])[] = [
  ['behind', (product, bias) => add(product, bias)],
  ['before', (product, bias) => add(bias, product)],
];

/** What is computed on a GPU behind a product with its bias. */
function operations(sum: Sum, activation: (x: Tensor) => Tensor, biasShape: readonly number[]) {
  const graph = new GraphBuilder(true, 'float32', 'gpu');
  const inputs = [...shapes, biasShape].map((shape, at) => graph.placeholder(`x${at}`, shape, 'float32'));
  const results = traceInto(graph, inputs, ([x, weight, bias]) => [
    activation(sum(matMul(x as Tensor, weight as Tensor), bias as Tensor)),
  ]);
  return neededFor(graph.nodes, results).map(({ op }) => op);
}

test.each(sums)('a bias that stands %s the product is taken along', (_place, sum) => {
  for (const bias of [
    [3, 1, 7],
    [1, 1, 7],
  ]) {
    for (const [activation, operation] of [
      [gelu, 'ParasampleBiasGelu'],
      [relu, 'ParasampleBiasRelu'],
    ] as const) {
      const found = operations(sum, activation, bias);
      expect(found).toContain(operation);
      expect(found).not.toContain('AddV2');
    }
  }
});

test.each(sums)('what is no row for all items of a sample is no bias, %s the product', (_place, sum) => {
  expect(operations(sum, relu, [3, 5, 7])).not.toContain('ParasampleBiasRelu');
});
