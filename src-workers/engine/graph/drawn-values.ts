import type { GraphNode, GraphValue } from './graph-builder';
import { neededFor, nodeOf } from './needed-nodes';

/** Where a prediction begins and ends in a graph. */
interface Prediction {
  readonly inputs: GraphValue;
  readonly seeds: GraphValue;
  readonly outputs: GraphValue;
}

/**
 * What a prediction makes of its seeds before it looks at any input: drawn weights, masks. They are the same for all
 * inputs as long as parameters and seeds are. Values of parameters alone are not among them: they may lie in the
 * parameters' own memory.
 */
export function drawnValues(
  nodes: readonly GraphNode[],
  { inputs, seeds, outputs }: Prediction,
): readonly GraphValue[] {
  const needed = neededFor(nodes, [outputs]);
  const seen = readersOf(needed, inputs);
  const drawn = readersOf(needed, seeds);
  const byName = new Map(needed.map((node) => [node.name, node]));
  const read = needed.filter(({ name }) => seen.has(name)).flatMap((node) => node.inputs);
  return [...new Set(read)].flatMap((input) => {
    const node = byName.get(nodeOf(input));
    const isDrawn = node && drawn.has(node.name) && !seen.has(node.name) && node.op !== 'Placeholder';
    return isDrawn ? [outputOf(node, input)] : [];
  });
}

/** The bytes that values take. */
export function bytesOf(values: readonly GraphValue[]): number {
  return values.reduce(
    (sum, { shape }) =>
      sum + shape.reduce((product, length) => product * length, Float32Array.BYTES_PER_ELEMENT),
    0,
  );
}

/** The nodes that a value goes into, directly or not, and its own. @param nodes each behind those that it reads */
function readersOf(nodes: readonly GraphNode[], value: GraphValue): ReadonlySet<string> {
  const found = new Set([nodeOf(value.name)]);
  for (const { name, inputs } of nodes) if (inputs.some((input) => found.has(nodeOf(input)))) found.add(name);
  return found;
}

/** @param input `name:output` */
function outputOf({ shape, type, further = [] }: GraphNode, input: string): GraphValue {
  const output = Number(input.slice(input.lastIndexOf(':') + 1));
  return { name: input, shape: output === 0 ? shape : further[output - 1], type };
}
