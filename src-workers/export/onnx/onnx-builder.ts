import type { GraphNode, GraphValue } from '../../engine/graph/graph-builder';
import { intsOf } from '../any-batch';
import { nodeName } from '../recorded-graph';
import type { OnnxAttribute, OnnxConstant, OnnxNode } from './onnx-node';

/** Collects the ONNX graph while TensorFlow's nodes are gone through one by one. */
export class OnnxBuilder {
  readonly #nodes: OnnxNode[] = [];
  readonly #constants = new Map<string, OnnxConstant>();
  readonly #integers = new Map<string, readonly number[]>();
  #made = 0;

  /** @param outputOf shape and type of a node's outputs; sizes that hold the number of items are not to be relied on */
  constructor(readonly outputOf: (node: string) => GraphValue) {}

  get nodes(): readonly OnnxNode[] {
    return this.#nodes;
  }

  /** The constants that some node takes. */
  get constants(): readonly OnnxConstant[] {
    const taken = new Set(this.#nodes.flatMap(({ inputs }) => inputs));
    return [...this.#constants.values()].filter(({ name }) => taken.has(name));
  }

  /** Adds a node for a value of TensorFlow's graph, or for one of its own between them; returns what it gives. */
  add(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    output = this.#fresh(op),
  ): string {
    this.#nodes.push({ op, inputs: inputs.map(onnxName), outputs: [onnxName(output)], attributes });
    return output;
  }

  /** A node with several outputs. */
  addMany(
    op: string,
    inputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    count: number,
  ): readonly string[] {
    const outputs = Array.from({ length: count }, () => this.#fresh(op));
    this.#nodes.push({ op, inputs: inputs.map(onnxName), outputs, attributes });
    return outputs;
  }

  /** Takes over a constant of TensorFlow's graph. */
  take(node: GraphNode): void {
    const { value } = node.attributes;
    if (value.kind !== 'tensor' || value.type === 'resource') throw new Error(`${node.name} is no constant.`);
    const { type, shape, bytes } = value;
    const name = onnxName(`${node.name}:0`);
    this.#constants.set(name, { name, type, shape, bytes });
    if (type === 'int32') this.#integers.set(node.name, intsOf(bytes));
  }

  /** What an integer constant of TensorFlow's graph holds: a shape, axes, an order. */
  integers(value: string): readonly number[] {
    const found = this.#integers.get(nodeName(value));
    if (!found) throw new Error(`${value} is no constant.`);
    return found;
  }

  /** A constant of 64-bit integers, as ONNX wants its shapes and axes. */
  longs(values: readonly number[]): string {
    const name = `longs_${values.join('_')}`;
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
    this.#constants.set(name, { name, type: 'int64', shape: [values.length], bytes });
    return name;
  }

  float(value: number): string {
    const name = `float_${value}`;
    const bytes = new Uint8Array(Float32Array.of(value).buffer);
    this.#constants.set(name, { name, type: 'float32', shape: [], bytes });
    return name;
  }

  #fresh(op: string): string {
    this.#made += 1;
    return `between_${this.#made}_${op}`;
  }
}

/** `Unpack:2` may stand in a name, but some tools read a colon as the end of one. */
export function onnxName(value: string): string {
  return value.replace(/:(\d+)$/, '_out$1');
}
