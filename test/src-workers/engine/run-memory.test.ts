import { expect, test } from 'vitest';
import { floatAttribute, intAttribute, noAttribute } from '../../../src-workers/engine/graph/attributes';
import { GraphBuilder, type GraphValue } from '../../../src-workers/engine/graph/graph-builder';
import { runMemory } from '../../../src-workers/engine/graph/run-memory';

const T = { T: floatAttribute };
const floats = (...shape: number[]) => ({ shape, type: 'float32' as const });

function graphOf() {
  const graph = new GraphBuilder();
  const x = graph.placeholder('x', [100], 'float32');
  const unary = (op: string, input: GraphValue) => graph.add(op, [input], T, floats(...input.shape));
  const binary = (op: string, a: GraphValue, b: GraphValue) => graph.add(op, [a, b], T, floats(...a.shape));
  const sum = (input: GraphValue) =>
    graph.add(
      'Sum',
      [input, graph.ints([0])],
      { ...T, Tidx: intAttribute, keep_dims: noAttribute },
      floats(),
    );
  return { graph, x, unary, binary, sum };
}

test('an operation computes in the memory of an input that nobody else reads, but not in what is fed', () => {
  const { graph, x, unary, sum } = graphOf();
  // 400 bytes of x, 400 in which both live one after the other, and the sum.
  expect(runMemory(graph.nodes, [sum(unary('Exp', unary('Square', x)))])).toBe(400 + 400 + 4);
});

test('what the backward pass reads again stays until then', () => {
  const { graph, x, unary, binary } = graphOf();
  const kept = unary('Exp', x);
  const further = unary('Tanh', unary('Neg', kept));
  // x, kept, and what is computed further, in which the product ends.
  expect(runMemory(graph.nodes, [binary('Mul', further, kept)])).toBe(3 * 400);
});

test('another shape of a tensor is no tensor of its own, and keeps it as long as it is read', () => {
  const { graph, x, unary, sum } = graphOf();
  const matrix = graph.add(
    'Reshape',
    [unary('Exp', x), graph.ints([10, 10])],
    { ...T, Tshape: intAttribute },
    floats(10, 10),
  );
  const transposed = graph.add(
    'Transpose',
    [matrix, graph.ints([1, 0])],
    { ...T, Tperm: intAttribute },
    floats(10, 10),
  );
  expect(runMemory(graph.nodes, [sum(transposed)])).toBe(3 * 400);
});

test('what nobody fetched needs is not run, and truth values are a byte each', () => {
  const { graph, x, unary } = graphOf();
  unary('Exp', x);
  const isZero = graph.add('Equal', [x, graph.scalar(0, 'float32')], T, { shape: [100], type: 'bool' });
  expect(runMemory(graph.nodes, [isZero])).toBe(400 + 100);
});

test('constants and parameters are no part of a run', () => {
  const graph = new GraphBuilder(true);
  const parameters = graph.add('ParasampleReadParameters', [graph.scalar(0, 'int32')], {}, floats(64));
  const split = graph.add(
    'SplitV',
    [parameters, graph.ints([32, 32]), graph.scalar(0, 'int32')],
    { ...T, Tlen: intAttribute, num_split: { kind: 'int', value: 2 } },
    { ...floats(32), further: [[32]] },
  );
  const second = { ...split, name: split.name.replace(/0$/, '1') };
  expect(runMemory(graph.nodes, [graph.add('AddV2', [split, second], T, floats(32))])).toBe(32 * 4);
});
