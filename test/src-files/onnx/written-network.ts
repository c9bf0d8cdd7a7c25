import { ProtobufWriter } from '../../../src-shared/protobuf-writer';

export interface WrittenTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  /** Where its numbers should lie instead. */
  readonly location?: string;
}

export interface WrittenNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
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
      for (const { operator, inputs, output } of nodes)
        graph.message(1, (node) => {
          for (const name of inputs) node.string(1, name);
          node.string(2, output).string(3, `${operator} node`).string(4, operator);
        });
      for (const tensor of tensors) graph.message(5, (message) => writeTensor(message, tensor));
      graph.message(11, (value) => writeInput(value, input));
      graph.message(12, (value) => value.string(1, 'y'));
    })
    .finish();
}

function writeTensor(message: ProtobufWriter, { name, shape, values, location }: WrittenTensor): void {
  message.packedInts(1, shape).int(2, 1).string(8, name);
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
