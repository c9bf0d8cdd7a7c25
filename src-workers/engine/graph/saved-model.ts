import { ProtobufWriter } from '../../../src-shared/formats/protobuf-writer';
import { type Attribute, dataTypes, type GraphNode, type GraphValue } from './graph-builder';

// Any producer version that TensorFlow 2 still accepts; operations here are older than it.
const graphProducerVersion = 1395;

/** What a program that serves a model calls it by: names for its inputs and outputs. */
export interface Signature {
  readonly inputs: ReadonlyMap<string, GraphValue>;
  readonly outputs: ReadonlyMap<string, GraphValue>;
}

/** The graph as the bytes of a `saved_model.pb` with one meta graph, tagged `serve`. */
export function encodeSavedModel(nodes: readonly GraphNode[]): Uint8Array {
  return savedModel(nodes).finish();
}

/**
 * The same, yet to be put together.
 * @param signature becomes `serving_default`; sizes of -1 are any
 */
export function savedModel(nodes: readonly GraphNode[], signature?: Signature): ProtobufWriter {
  return new ProtobufWriter().int(1, 1).message(2, (metaGraph) => {
    metaGraph.message(1, (info) => info.string(4, 'serve'));
    metaGraph.message(2, (graph) => {
      for (const node of nodes) graph.message(1, (inner) => writeNode(inner, node));
      graph.message(4, (versions) => versions.int(1, graphProducerVersion));
    });
    if (signature)
      metaGraph.message(5, (entry) => {
        entry.string(1, 'serving_default').message(2, (inner) => writeSignature(inner, signature));
      });
  });
}

function writeSignature(writer: ProtobufWriter, { inputs, outputs }: Signature): void {
  const write = (field: number, values: ReadonlyMap<string, GraphValue>) => {
    for (const [name, { name: tensor, type, shape }] of values)
      writer.message(field, (entry) => {
        entry.string(1, name).message(2, (info) => {
          info.string(1, tensor).int(2, dataTypes[type]);
          info.message(3, (inner) => writeShape(inner, shape));
        });
      });
  };
  write(1, inputs);
  write(2, outputs);
  writer.string(3, 'tensorflow/serving/predict');
}

function writeNode(writer: ProtobufWriter, node: GraphNode): void {
  writer.string(1, node.name).string(2, node.op);
  for (const input of node.inputs) writer.string(3, input);
  for (const [name, attribute] of Object.entries(node.attributes))
    writer.message(5, (entry) => {
      entry.string(1, name).message(2, (value) => writeAttribute(value, attribute));
    });
}

function writeAttribute(writer: ProtobufWriter, attribute: Attribute): void {
  switch (attribute.kind) {
    case 'ints':
      writer.message(1, (list) => list.packedInts(3, attribute.values));
      return;
    case 'string':
      writer.string(2, attribute.value);
      return;
    case 'int':
      writer.int(3, attribute.value);
      return;
    case 'float':
      writer.float(4, attribute.value);
      return;
    case 'bool':
      writer.bool(5, attribute.value);
      return;
    case 'type':
      writer.int(6, dataTypes[attribute.type]);
      return;
    case 'shape':
      writer.message(7, (shape) => writeShape(shape, attribute.shape));
      return;
    case 'tensor':
      writer.message(8, (tensor) => {
        tensor.int(1, dataTypes[attribute.type]);
        tensor.message(2, (shape) => writeShape(shape, attribute.shape));
        tensor.bytes(4, attribute.bytes);
      });
  }
}

function writeShape(writer: ProtobufWriter, shape: readonly number[]): void {
  for (const size of shape) writer.message(2, (dimension) => dimension.int(1, size));
}
