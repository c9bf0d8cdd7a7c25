import type { GraphNode, GraphValue } from './graph-builder';
import { neededFor } from './needed-nodes';
import { held, isView } from './unmoved-nodes';

/** What reading or writing a number costs where little is computed of it, in multiply-adds. */
export const perNumber = 8;
/** What starting an operation costs, which is most of the time of small networks: some microseconds. */
export const perNode = 100_000;
/** What a number of normal noise costs. */
const perDraw = 60;

const draws: ReadonlySet<string> = new Set([
  'ParasampleDraw',
  'ParasampleDrawGradient',
  'StatelessRandomNormal',
]);

/**
 * What a run computes, in multiply-adds of matrix products, to compare one program with another on the same device: products
 * and convolutions by their arithmetic, noise by its numbers, all else by what it reads and writes, each with what starting it costs.
 * @param fetched what the run is to give
 */
export function runWork(nodes: readonly GraphNode[], fetched: readonly GraphValue[]): number {
  const needed = neededFor(nodes, fetched);
  const shapes = new Map<string, readonly number[]>(
    needed.flatMap(({ name, shape, further = [] }) =>
      [shape, ...further].map((each, index) => [`${name}:${index}`, each] as const),
    ),
  );
  return needed.reduce((sum, node) => {
    const inputs = node.inputs.map((input) => shapes.get(input) ?? []);
    return sum + (held.has(node.op) || isView(node) ? 0 : perNode + workOf(node, inputs));
  }, 0);
}

function workOf(node: GraphNode, inputs: readonly (readonly number[])[]): number {
  const [first = [], second = [], third = []] = inputs;
  const out = sizeOf(node.shape);
  switch (node.op) {
    case 'BatchMatMulV2':
    case 'MatMul':
      return (out * sizeOf(first.slice(-2))) / (node.shape.at(-2) ?? 1);
    case 'Conv2D':
      return (out * sizeOf(second)) / (second[3] ?? 1);
    case 'Conv2DBackpropInput':
      return (sizeOf(third) * sizeOf(second)) / (second[3] ?? 1);
    case 'Conv2DBackpropFilter':
      return (sizeOf(third) * out) / (node.shape[3] ?? 1);
    case 'ParasampleLstm':
      return movedWork(node, inputs) + sizeOf(first) * (second.at(-2) ?? 1);
    case 'ParasampleLstmGradient':
      return movedWork(node, inputs) + out * (second.at(-2) ?? 1);
    default:
      return movedWork(node, inputs);
  }
}

function movedWork(node: GraphNode, inputs: readonly (readonly number[])[]): number {
  const written = [node.shape, ...(node.further ?? [])];
  const numbers = [...inputs, ...written].reduce((sum, shape) => sum + sizeOf(shape), 0);
  const drawn = draws.has(node.op) ? Math.max(...[...inputs, ...written].map(sizeOf)) : 0;
  return perNumber * numbers + perDraw * drawn;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
