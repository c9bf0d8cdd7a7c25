import type { GraphNode, GraphValue } from './graph-builder';
import { neededFor, nodeOf } from './needed-nodes';
import { type Place, type TensorMemory, TightMemory } from './tensor-memory';
import { held, isView } from './unmoved-nodes';

/** Operations of TensorFlow that compute in an input's memory where nobody else needs it and the result has its size. */
const inPlace: ReadonlySet<string> = new Set([
  ...['Abs', 'Erf', 'Exp', 'Expm1', 'Log', 'Log1p', 'Neg', 'Reciprocal', 'Relu', 'Rsqrt', 'Sigmoid', 'Sign'],
  ...['Softplus', 'Sqrt', 'Square', 'Tanh', 'AddV2', 'Maximum', 'Minimum', 'Mul', 'Pow', 'RealDiv', 'Sub'],
  ...[
    'SquaredDifference',
    'AddN',
    'ReluGrad',
    'SigmoidGrad',
    'TanhGrad',
    'SelectV2',
    'Softmax',
    'LogSoftmax',
  ],
]);

/** A result of so many bytes takes about 8,000 cycles. */
const quickBytes = 10_000;

interface Buffer {
  readonly place: Place;
  /** How often it is still to be read; what is fetched is read once more, after the run. */
  reads: number;
}

/**
 * What the tensors of a run need at most, in bytes: each from the moment that its operation runs until the last of those that
 * read it has run. What is fed counts, constants and parameters do not.
 * @param fetched what the run is to give
 */
export function runMemory(
  nodes: readonly GraphNode[],
  fetched: readonly GraphValue[],
  device: 'cpu' | 'gpu' = 'cpu',
): number {
  const memory = new TightMemory();
  placeTensors(nodes, fetched, device, memory);
  return memory.most;
}

/** Takes and gives back memory as that run does. */
export function placeTensors(
  nodes: readonly GraphNode[],
  fetched: readonly GraphValue[],
  device: 'cpu' | 'gpu',
  memory: TensorMemory,
): void {
  const order = runOrder(neededFor(nodes, fetched), device);
  const reads = readsOf(order, fetched);
  const buffers = new Map<string, Buffer>();
  const live = new Set<Buffer>();
  const end = (buffer: Buffer) => {
    if (live.delete(buffer)) memory.giveBack(buffer.place);
  };
  for (const node of order) {
    const inputs = node.inputs.map((input) => buffers.get(input));
    const outputs = outputsOf(node, inputs, reads, memory);
    for (const { name, buffer, isNew } of outputs) {
      if (buffer) buffers.set(name, buffer);
      if (buffer && isNew) live.add(buffer);
    }
    for (const buffer of letGo(inputs, outputs)) end(buffer);
  }
  for (const buffer of live) end(buffer);
}

/** The memory that nobody reads any more once an operation has read its inputs. */
function letGo(inputs: readonly (Buffer | undefined)[], outputs: readonly Output[]): readonly Buffer[] {
  for (const buffer of inputs) if (buffer) buffer.reads -= 1;
  const touched = new Set([...inputs, ...outputs.map(({ buffer }) => buffer)]);
  return [...touched].flatMap((buffer) => (buffer?.reads === 0 ? [buffer] : []));
}

interface Output {
  readonly name: string;
  readonly buffer: Buffer | undefined;
  readonly isNew: boolean;
}

function outputsOf(
  node: GraphNode,
  inputs: readonly (Buffer | undefined)[],
  reads: ReadonlyMap<string, number>,
  memory: TensorMemory,
): readonly Output[] {
  const shapes = [node.shape, ...(node.further ?? [])];
  return shapes.map((shape, index) => {
    const name = `${node.name}:${index}`;
    const count = reads.get(name) ?? 0;
    if (held.has(node.op) || (isView(node) && !inputs[0])) return { name, buffer: undefined, isNew: false };
    const bytes = bytesOf(node, shape);
    const shared = isView(node) ? inputs[0] : inPlace.has(node.op) ? freeOf(inputs, bytes) : undefined;
    if (!shared)
      return { name, buffer: { place: memory.take(bytes), reads: count + ofCaller(node) }, isNew: true };
    shared.reads += count;
    return { name, buffer: shared, isNew: false };
  });
}

/** What is fed stays whoever feeds it's. */
function ofCaller({ op }: GraphNode): number {
  return op === 'Placeholder' ? 1 : 0;
}

/** An input's memory that only this operation still reads. */
function freeOf(inputs: readonly (Buffer | undefined)[], bytes: number): Buffer | undefined {
  return inputs.find((buffer) => buffer?.reads === 1 && buffer.place.bytes === bytes);
}

function bytesOf({ type, attributes }: GraphNode, shape: readonly number[]): number {
  const { DstT = attributes.T } = attributes;
  const isHalf = DstT?.kind === 'type' && DstT.type === 'bfloat16';
  const each = type === 'bool' ? 1 : isHalf ? 2 : Float32Array.BYTES_PER_ELEMENT;
  return shape.reduce((product, length) => product * length, each);
}

/**
 * The order in which TensorFlow's executor of one thread runs them (executor.cc and Eigen's thread pool): what a node makes ready
 * and is done in no time follows at once, first come first served. Of the others the last goes on where the node ended, and the
 * rest wait on top of a pile. On GPUs every node is done in no time, since it is only launched.
 */
function runOrder(nodes: readonly GraphNode[], device: 'cpu' | 'gpu'): readonly GraphNode[] {
  const next = readyAfter(nodes);
  const pile = nodes.filter(({ inputs }) => inputs.length === 0);
  const order: GraphNode[] = [];
  for (let first = pile.shift(); first; first = pile.shift()) {
    const queue = [first];
    for (const node of queue) {
      order.push(node);
      const ready = next(node);
      const quick = ready.filter((each) => device === 'gpu' || isQuick(each));
      const slow = ready.filter((each) => !quick.includes(each));
      queue.push(...quick);
      const isLast = queue.at(-1) === node;
      if (isLast) queue.push(...slow.splice(-1));
      pile.unshift(...slow.reverse());
    }
  }
  return order;
}

/** TensorFlow measures what takes less than 8,000 cycles; so do these. */
function isQuick(node: GraphNode): boolean {
  return isView(node) || held.has(node.op) || bytesOf(node, node.shape) < quickBytes;
}

/** Says, node by node as they run, which have all they read then. */
function readyAfter(nodes: readonly GraphNode[]): (node: GraphNode) => readonly GraphNode[] {
  const readers = new Map<string, GraphNode[]>();
  const missing = new Map<string, number>();
  for (const node of nodes) {
    const sources = new Set(node.inputs.map(nodeOf));
    missing.set(node.name, sources.size);
    for (const source of sources) readers.set(source, [...(readers.get(source) ?? []), node]);
  }
  return ({ name }) =>
    (readers.get(name) ?? []).filter((reader) => {
      const left = (missing.get(reader.name) ?? 0) - 1;
      missing.set(reader.name, left);
      return left === 0;
    });
}

function readsOf(order: readonly GraphNode[], fetched: readonly GraphValue[]): ReadonlyMap<string, number> {
  const reads = new Map<string, number>();
  const all = [...order.flatMap(({ inputs }) => inputs), ...fetched.map(({ name }) => name)];
  for (const name of all) reads.set(name, (reads.get(name) ?? 0) + 1);
  return reads;
}
