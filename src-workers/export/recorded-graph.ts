import { type Attribute, GraphBuilder, type GraphValue } from '../engine/graph/graph-builder';

/** A graph of TensorFlow's own operations alone that remembers the shape of every node's first output. */
export class RecordedGraph extends GraphBuilder {
  readonly #values = new Map<string, GraphValue>();

  constructor() {
    super(false);
  }

  override add(
    op: string,
    inputs: readonly GraphValue[],
    attributes: Readonly<Record<string, Attribute>>,
    output: { readonly shape: readonly number[]; readonly type: GraphValue['type']; readonly name?: string },
    after: readonly GraphValue[] = [],
  ): GraphValue {
    const value = super.add(op, inputs, attributes, output, after);
    this.#values.set(nodeName(value.name), value);
    return value;
  }

  /** Shape and type of a node's outputs, which are all alike. */
  outputOf(node: string): GraphValue {
    const value = this.#values.get(node);
    if (!value) throw new Error(`The graph has no node ${node}.`);
    return value;
  }
}

/** The node that a value comes out of: `Unpack` of `Unpack:2`. */
export function nodeName(value: string): string {
  return value.replace(/:\d+$/, '');
}
