import type { DeviceKind } from '../../../src-shared/runs/run-estimate';
import { Gatherings, neverJoined } from './gatherings';

/** Element types that graphs here use; numbers are TensorFlow's own (types.proto). */
export const dataTypes = { float32: 1, int32: 3, bool: 10, bfloat16: 14, resource: 20 } as const;
export type ElementType = keyof typeof dataTypes;
/** The types of values here; bfloat16 lives only between two casts. */
export type GraphType = Exclude<ElementType, 'bfloat16'>;

export type Attribute =
  | { readonly kind: 'type'; readonly type: ElementType }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'ints'; readonly values: readonly number[] }
  | { readonly kind: 'shape'; readonly shape: readonly number[] }
  | {
      readonly kind: 'tensor';
      readonly type: GraphType;
      readonly shape: readonly number[];
      readonly bytes: Uint8Array;
    };

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** `name:output` of data inputs, then `^name` of control inputs. */
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
  /** Of its first output. */
  readonly shape: readonly number[];
  /** Of all outputs. */
  readonly type: GraphType;
  /** Shapes of the outputs behind the first. */
  readonly further?: readonly (readonly number[])[];
}

/** What a node gives: its outputs' static shapes, and the type that all of them have. */
export interface NodeOutput {
  readonly shape: readonly number[];
  readonly type: GraphType;
  /** Shapes of the outputs behind the first. */
  readonly further?: readonly (readonly number[])[];
  readonly name?: string;
}

/** An output of a node: what it is called in the graph, and its static shape and type. */
export interface GraphValue {
  readonly name: string;
  readonly shape: readonly number[];
  readonly type: GraphType;
}

export type ConstantValues = Float32Array | Int32Array | Uint8Array;

/** Collects the nodes of one TensorFlow graph. Equal small constants are written once. */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #byName = new Map<string, GraphNode>();
  readonly #names = new Map<string, number>();
  readonly #constants = new Map<string, GraphValue>();

  /**
   * @param hasOwnOperations whether the graph may hold the operations of native/
   * @param products what matrix products and convolutions of float32 values are computed from
   * @param device what the graph is to run on: not all of those operations are there for GPUs
   * @param gatherings where its runs meet those of other workers
   */
  constructor(
    readonly hasOwnOperations = false,
    readonly products: 'float32' | 'bfloat16' = 'float32',
    readonly device: DeviceKind = 'cpu',
    readonly gatherings = new Gatherings(neverJoined),
  ) {}

  /** The node that an output is of. */
  nodeOf({ name }: GraphValue): GraphNode | undefined {
    return this.#byName.get(nodeOf(name));
  }

  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /** Adds a node and returns its first output; further outputs are `${name}:1` and so on. */
  add(
    op: string,
    inputs: readonly GraphValue[],
    attributes: Readonly<Record<string, Attribute>>,
    output: NodeOutput,
    after: readonly GraphValue[] = [],
  ): GraphValue {
    const name = this.#freshName(output.name ?? op);
    const control = after.map((value) => `^${nodeOf(value.name)}`);
    const all = [...inputs.map((input) => input.name), ...control];
    const { shape, type, further } = output;
    const node = { name, op, inputs: all, attributes, shape, type, ...(further ? { further } : {}) };
    this.#nodes.push(node);
    this.#byName.set(name, node);
    return { name: `${name}:0`, shape, type };
  }

  /** A value fed at each run. */
  placeholder(name: string, shape: readonly number[], type: GraphType): GraphValue {
    const attributes: Record<string, Attribute> = {
      dtype: { kind: 'type', type },
      shape: { kind: 'shape', shape },
    };
    return this.add('Placeholder', [], attributes, { shape, type, name });
  }

  /** A constant. Large ones whose elements are all equal become a Fill, so that the graph stays small. */
  constant(values: ConstantValues, shape: readonly number[], type: GraphType): GraphValue {
    if (values.length > 16 && values.every((value) => value === values[0])) {
      return this.fill(shape, values[0], type);
    }
    const key = values.length <= 16 ? `${type}|${shape}|${values}` : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known) return known;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice();
    const added = this.add(
      'Const',
      [],
      { dtype: { kind: 'type', type }, value: { kind: 'tensor', type, shape, bytes } },
      { shape, type },
    );
    if (key !== undefined) this.#constants.set(key, added);
    return added;
  }

  /** An int32 vector, as shapes, axes and permutations are given to TensorFlow's operations. */
  ints(values: readonly number[]): GraphValue {
    return this.constant(Int32Array.from(values), [values.length], 'int32');
  }

  scalar(value: number, type: GraphType): GraphValue {
    const values =
      type === 'float32'
        ? Float32Array.of(value)
        : type === 'bool'
          ? Uint8Array.of(value)
          : Int32Array.of(value);
    return this.constant(values, [], type);
  }

  fill(shape: readonly number[], value: number, type: GraphType): GraphValue {
    return this.add(
      'Fill',
      [this.ints(shape), this.scalar(value, type)],
      { T: { kind: 'type', type }, index_type: { kind: 'type', type: 'int32' } },
      { shape, type },
    );
  }

  #freshName(wanted: string): string {
    const used = this.#names.get(wanted) ?? 0;
    this.#names.set(wanted, used + 1);
    return used === 0 ? wanted : this.#freshName(`${wanted}_${used}`);
  }
}

function nodeOf(output: string): string {
  return output.slice(0, output.lastIndexOf(':'));
}
