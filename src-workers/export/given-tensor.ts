import type { GraphNode } from '../engine/graph/graph-builder';

/** Numbers that a graph is traced for without looking at them, and that are put into it afterwards. */
export interface GivenTensor {
  /** As a placeholder's name. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The graph with the numbers themselves in place of their placeholders; nothing is copied. */
export function withGiven(nodes: readonly GraphNode[], given: readonly GivenTensor[]): readonly GraphNode[] {
  const byName = new Map(given.map((tensor) => [tensor.name, tensor]));
  return nodes.map((node) => {
    const tensor = byName.get(node.name);
    return tensor ? constantOf(tensor) : node;
  });
}

function constantOf({ name, shape, data }: GivenTensor): GraphNode {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return {
    name,
    op: 'Const',
    inputs: [],
    attributes: {
      dtype: { kind: 'type', type: 'float32' },
      value: { kind: 'tensor', type: 'float32', shape, bytes },
    },
    shape,
    type: 'float32',
  };
}
