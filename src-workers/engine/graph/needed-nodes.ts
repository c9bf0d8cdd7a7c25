import type { GraphNode, GraphValue } from './graph-builder';

/** The nodes that a run needs for what it is to give, in the graph's order. */
export function neededFor(nodes: readonly GraphNode[], fetched: readonly GraphValue[]): readonly GraphNode[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const needed = new Set<string>();
  const open = fetched.map(({ name }) => nodeOf(name));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    open.push(...(byName.get(name)?.inputs ?? []).map(nodeOf));
  }
  return nodes.filter(({ name }) => needed.has(name));
}

/** The name of the node that an input is of. */
export function nodeOf(input: string): string {
  return input.replace(/^\^/, '').replace(/:\d+$/, '');
}
