import { ProtobufWriter } from '../../../src-shared/formats/protobuf-writer';

export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** Of ONNX's numbers of kinds: floats where it is left out. */
  readonly kind?: 'float' | 'int' | 'bool';
  /** Where its numbers should lie instead. */
  readonly location?: string;
}

export interface WrittenNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly floats?: Readonly<Record<string, number>>;
  readonly ints?: Readonly<Record<string, readonly number[]>>;
  /** Branches and bodies, by their attributes. */
  readonly graphs?: Readonly<Record<string, WrittenGraph>>;
}

export interface WrittenGraph {
  readonly nodes: readonly WrittenNode[];
  readonly inputs?: readonly string[];
  readonly outputs: readonly string[];
}

export interface WrittenNetwork {
  readonly nodes: readonly WrittenNode[];
  readonly tensors?: readonly WrittenTensor[];
  /** Of the input x, items first; 0 for a free axis. */
  readonly input?: readonly number[];
  readonly opset?: number;
}

/** An ONNX file with one input x and one output y. */
export function writtenNetwork({
  nodes,
  tensors = [],
  input = [0, 2],
  opset = 18,
}: WrittenNetwork): Uint8Array {
  return new ProtobufWriter()
    .int(1, 9)
    .message(8, (version) => version.string(1, '').int(2, opset))
    .message(7, (graph) => {
      for (const node of nodes) graph.message(1, (message) => writeNode(message, node));
      for (const tensor of tensors) graph.message(5, (message) => writeTensor(message, tensor));
      graph.message(11, (value) => writeInput(value, input));
      graph.message(12, (value) => value.string(1, 'y'));
    })
    .finish();
}

function writeNode(
  message: ProtobufWriter,
  { operator, inputs, output, floats = {}, ints = {}, graphs = {} }: WrittenNode,
): void {
  for (const name of inputs) message.string(1, name);
  message.string(2, output).string(3, `${operator} node`).string(4, operator);
  for (const [name, value] of Object.entries(floats))
    message.message(5, (attribute) => attribute.string(1, name).float(2, value).int(20, 1));
  for (const [name, values] of Object.entries(ints))
    message.message(5, (attribute) => attribute.string(1, name).packedInts(8, values).int(20, 7));
  for (const [name, graph] of Object.entries(graphs))
    message.message(5, (attribute) =>
      attribute
        .string(1, name)
        .message(6, (inner) => writeGraph(inner, graph))
        .int(20, 5),
    );
}

function writeGraph(message: ProtobufWriter, { nodes, inputs = [], outputs }: WrittenGraph): void {
  for (const node of nodes) message.message(1, (inner) => writeNode(inner, node));
  for (const name of inputs) message.message(11, (value) => value.string(1, name));
  for (const name of outputs) message.message(12, (value) => value.string(1, name));
}

function writeTensor(
  message: ProtobufWriter,
  { name, shape, values, location, kind = 'float' }: WrittenTensor,
): void {
  message.packedInts(1, shape).int(2, { float: 1, int: 7, bool: 9 }[kind]).string(8, name);
  if (kind !== 'float') {
    message.packedInts(kind === 'int' ? 7 : 5, values);
    return;
  }
  if (location === undefined) {
    message.bytes(9, new Uint8Array(Float32Array.from(values).buffer));
    return;
  }
  message.message(13, (entry) => entry.string(1, 'location').string(2, location)).int(14, 1);
}

function writeInput(value: ProtobufWriter, shape: readonly number[]): void {
  value.string(1, 'x').message(2, (type) =>
    type.message(1, (tensor) =>
      tensor.int(1, 1).message(2, (axes) => {
        for (const length of shape)
          axes.message(1, (axis) => (length === 0 ? axis.string(2, 'items') : axis.int(1, length)));
      }),
    ),
  );
}
