import { expect, test } from 'vitest';
import { floatAttribute, noAttribute } from '../../../src-workers/engine/graph/attributes';
import { GraphBuilder, type GraphValue } from '../../../src-workers/engine/graph/graph-builder';
import { perNode, runWork } from '../../../src-workers/engine/graph/run-work';

const T = { T: floatAttribute };
const floats = (...shape: number[]) => ({ shape, type: 'float32' as const });

function graphOf() {
  const graph = new GraphBuilder();
  const fed = (name: string, ...shape: number[]) => graph.placeholder(name, shape, 'float32');
  const op = (name: string, inputs: readonly GraphValue[], ...shape: number[]) =>
    graph.add(name, inputs, T, floats(...shape));
  return { graph, fed, op };
}

/** Without what feeding costs. */
function workOf(graph: GraphBuilder, result: GraphValue, ...fed: readonly GraphValue[]): number {
  return runWork(graph.nodes, [result]) - runWork(graph.nodes, fed);
}

test('a product is its multiply-adds, whichever way its factors lie, in all of its batches', () => {
  const { graph, fed } = graphOf();
  const product = (adj_x: boolean) => {
    const [a, b] = [fed('a', 6, ...(adj_x ? [7, 5] : [5, 7])), fed('b', 6, 7, 9)];
    const flags = { adj_x: { kind: 'bool', value: adj_x } as const, adj_y: noAttribute };
    return workOf(graph, graph.add('BatchMatMulV2', [a, b], { ...T, ...flags }, floats(6, 5, 9)), a, b);
  };
  expect(product(false)).toBe(perNode + 6 * 5 * 7 * 9);
  expect(product(true)).toBe(perNode + 6 * 5 * 7 * 9);
});

test('a convolution and its two gradients cost the same', () => {
  const { graph, fed, op } = graphOf();
  const [x, filter, dy] = [fed('x', 2, 8, 8, 3), fed('f', 3, 3, 3, 4), fed('dy', 2, 8, 8, 4)];
  const sizes = graph.ints([2, 8, 8, 3]);
  const all = perNode + 2 * 8 * 8 * 4 * (3 * 3 * 3);
  expect(workOf(graph, op('Conv2D', [x, filter], 2, 8, 8, 4), x, filter)).toBe(all);
  expect(workOf(graph, op('Conv2DBackpropInput', [sizes, filter, dy], 2, 8, 8, 3), filter, dy)).toBe(all);
  expect(workOf(graph, op('Conv2DBackpropFilter', [x, sizes, dy], 3, 3, 3, 4), x, dy)).toBe(all);
});

test('the steps of an LSTM are products of its states with its weights, forwards and backwards', () => {
  const { graph, fed, op } = graphOf();
  const [samples, steps, items, units] = [2, 5, 3, 7];
  const [given, weights] = [fed('g', samples, steps, items, 4 * units), fed('w', samples, units, 4 * units)];
  const products = samples * steps * items * units * 4 * units;
  const moved = 8 * (2 * samples * steps * items * 4 * units + samples * units * 4 * units);
  const own = ['ParasampleLstm', 'ParasampleLstmGradient'].map((name) =>
    workOf(graph, op(name, [given, weights], samples, steps, items, 4 * units), given, weights),
  );
  expect(own).toEqual([perNode + products + moved, perNode + products + moved]);
});

test('what only another shape is costs nothing, nor does what nobody asks for', () => {
  const { graph, fed, op } = graphOf();
  const x = fed('x', 10, 10);
  op('Exp', [x], 10, 10);
  expect(workOf(graph, op('Reshape', [x], 100), x)).toBe(0);
  expect(workOf(graph, op('Tanh', [x], 10, 10), x)).toBeGreaterThan(perNode + 200);
});
