import { type BackendValues, type DataType, KernelBackend, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Attribute, GraphBuilder, GraphNode, GraphType, GraphValue } from '../graph/graph-builder';

/** The name under which tfjs knows the backend that writes a graph instead of computing. */
export const traceBackendName = 'trace';

interface Held {
  readonly value: GraphValue;
  references: number;
}

/**
 * A tfjs backend without numbers: every kernel adds a node to a TensorFlow graph and returns the static shape of its
 * result. tfjs's own operations and automatic differentiation run on top unchanged, so a model is written once and
 * its forward and backward pass become one graph, without an eager step's memory or time.
 */
export class TraceBackend extends KernelBackend {
  readonly #held = new Map<object, Held>();
  readonly #gathered: GraphValue[] = [];

  constructor(readonly graph: GraphBuilder) {
    super();
  }

  /** The graph's value behind a tfjs tensor. */
  graphValue(tensor: TensorInfo): GraphValue {
    const held = this.#held.get(tensor.dataId);
    if (!held) throw new Error('A tensor of another backend came into a trace.');
    return { ...held.value, shape: tensor.shape };
  }

  /** A tfjs tensor handle for a value of the graph. */
  hold(value: GraphValue): TensorInfo {
    const dataId = {};
    this.#held.set(dataId, { value, references: 1 });
    return { dataId, shape: [...value.shape], dtype: value.type === 'resource' ? 'string' : value.type };
  }

  /** The node whose numbers a tensor has, in whatever shape. */
  behindReshapes(tensor: TensorInfo): GraphNode | undefined {
    return this.nodeBehindReshapes(this.graphValue(tensor));
  }

  /** The same of a value of the graph. */
  nodeBehindReshapes(value: GraphValue): GraphNode | undefined {
    let node = this.graph.nodeOf(value);
    while (node?.op === 'Reshape') {
      const input: GraphValue | undefined = this.inputOf(node.inputs[0]);
      node = input && this.graph.nodeOf(input);
    }
    return node;
  }

  /** The value that nodes have as an input of this name. */
  inputOf(name: string | undefined): GraphValue | undefined {
    const node = name === undefined ? undefined : this.graph.nodeOf({ name, shape: [], type: 'float32' });
    if (!node || name === undefined) return undefined;
    const output = Number(name.slice(name.lastIndexOf(':') + 1));
    const shape = output === 0 ? node.shape : node.further?.[output - 1];
    return shape && { name, shape, type: node.type };
  }

  /** Adds one operation over tfjs tensors; gives its first output. @param further shapes of the outputs behind it */
  emit(
    op: string,
    inputs: readonly TensorInfo[],
    attributes: Readonly<Record<string, Attribute>>,
    shape: readonly number[],
    dtype: DataType,
    further: readonly (readonly number[])[] = [],
  ): TensorInfo {
    const values = inputs.map((input) => this.graphValue(input));
    const output = { shape, type: graphType(dtype), ...(further.length > 0 ? { further } : {}) };
    return this.hold(this.graph.add(op, values, attributes, output));
  }

  /**
   * Adds an operation that meets other workers: after those before it, whatever a run could compute first, so that all workers
   * come to the same places in the same order.
   * @returns what all of them bring, in their order
   */
  gather(values: TensorInfo, workers: number): TensorInfo {
    const { gatherings } = this.graph;
    gatherings.note(values.shape.reduce((size, length) => size * length, 1));
    const place = this.graph.ints([gatherings.memory, this.#gathered.length]);
    const given = [this.graphValue(values), place];
    const output = { shape: [workers, ...values.shape], type: 'float32' } as const;
    const added = this.graph.add('ParasampleGather', given, {}, output, this.#gathered.slice(-1));
    this.#gathered.push(added);
    return this.hold(added);
  }

  /** The parts of a tensor along an axis. */
  unstack(tensor: TensorInfo, axis = 0): TensorInfo[] {
    const count = tensor.shape[axis];
    const shape = tensor.shape.filter((_, at) => at !== axis);
    const type: Attribute = { kind: 'type', type: graphType(tensor.dtype) };
    const attributes: Record<string, Attribute> = {
      num: { kind: 'int', value: count },
      T: type,
      axis: { kind: 'int', value: axis },
    };
    const further = Array<readonly number[]>(count - 1).fill(shape);
    const node = this.graphValue(this.emit('Unpack', [tensor], attributes, shape, tensor.dtype, further));
    return Array.from({ length: count }, (_, index) =>
      this.hold({ ...node, name: node.name.replace(/0$/, `${index}`) }),
    );
  }

  /** Tensors of one shape as one tensor with a new axis. */
  stack(tensors: readonly TensorInfo[], axis = 0): TensorInfo {
    const [{ shape, dtype }] = tensors;
    const attributes: Record<string, Attribute> = {
      N: { kind: 'int', value: tensors.length },
      T: { kind: 'type', type: graphType(dtype) },
      axis: { kind: 'int', value: axis },
    };
    const whole = [...shape.slice(0, axis), tensors.length, ...shape.slice(axis)];
    return this.emit('Pack', tensors, attributes, whole, dtype);
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): object {
    const dataId = {};
    this.move(dataId, values, shape, dtype, 1);
    return dataId;
  }

  override move(
    dataId: object,
    values: BackendValues,
    shape: number[],
    dtype: DataType,
    references: number,
  ): void {
    const value = this.graph.constant(typedValues(values, dtype), shape, graphType(dtype));
    this.#held.set(dataId, { value, references });
  }

  override readSync(): never {
    throw new Error('A traced step cannot look at its values.');
  }

  override disposeData(dataId: object, force = false): boolean {
    const held = this.#held.get(dataId);
    if (!held) return true;
    held.references -= 1;
    if (!force && held.references > 0) return false;
    return this.#held.delete(dataId);
  }

  override refCount(dataId: object): number {
    return this.#held.get(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    const held = this.#held.get(dataId);
    if (held) held.references += 1;
  }

  override numDataIds(): number {
    return this.#held.size;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override dispose(): void {
    this.#held.clear();
  }
}

export function graphType(dtype: DataType): GraphType {
  if (dtype === 'float32' || dtype === 'int32' || dtype === 'bool') return dtype;
  throw new Error(`Graphs here hold no ${dtype} tensors.`);
}

function typedValues(values: BackendValues, dtype: DataType): Float32Array | Int32Array | Uint8Array {
  if (values instanceof Float32Array || values instanceof Int32Array || values instanceof Uint8Array) {
    if (dtype === 'int32') return Int32Array.from(values);
    if (dtype === 'bool') return Uint8Array.from(values);
    return Float32Array.from(values);
  }
  throw new Error('A traced constant must be a typed array.');
}
