import type { GraphNode } from '../engine/graph/graph-builder';
import { nodeName } from './recorded-graph';

/** Operations that draw the same numbers for the same seeds, and those that draw others at each run. */
const freshOperations: Readonly<Record<string, string>> = {
  StatelessRandomNormal: 'RandomStandardNormal',
  StatelessRandomUniform: 'RandomUniform',
};

/** The graph with noise that is new at each run. */
export function withFreshDraws(nodes: readonly GraphNode[]): readonly GraphNode[] {
  return nodes.map((node) => {
    const op = freshOperations[node.op];
    if (op === undefined) return node;
    const { dtype, T } = node.attributes;
    const seed = { kind: 'int', value: 0 } as const;
    return { ...node, op, inputs: node.inputs.slice(0, 1), attributes: { dtype, T, seed, seed2: seed } };
  });
}

/** The nodes without which these values cannot be computed, in their order. */
export function neededFor(nodes: readonly GraphNode[], values: readonly string[]): readonly GraphNode[] {
  const needed = new Set(values.map(nodeName));
  // Inputs come before those who take them.
  for (const { name, inputs } of [...nodes].reverse())
    if (needed.has(name)) for (const input of inputs) needed.add(nodeName(input));
  return nodes.filter(({ name }) => needed.has(name));
}
