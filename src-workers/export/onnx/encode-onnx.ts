import { version } from '../../../package.json';
import { ProtobufWriter } from '../../../src-shared/formats/protobuf-writer';
import {
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxGraph,
  type OnnxNode,
  type OnnxValue,
  onnxTypes,
} from './onnx-node';

/** The newest operations that are used here are of this set. */
const opset = 18;
/** The file format's version that came with opset 18. */
const irVersion = 8;

/** AttributeProto.AttributeType */
const attributeTypes = { float: 1, int: 2, text: 3, ints: 7 } as const;

/** Attributes that ONNX wants as floats, whatever their value. */
const floatAttributes = new Set(['alpha', 'mean', 'scale', 'high', 'low']);

/** The graph as an `.onnx` file (onnx.proto), with texts about it. */
export function encodeOnnx(graph: OnnxGraph, metadata: Readonly<Record<string, string>>): ProtobufWriter {
  const writer = new ProtobufWriter()
    .int(1, irVersion)
    .string(2, 'Parasample')
    .string(3, version)
    .message(7, (inner) => writeGraph(inner, graph))
    .message(8, (inner) => inner.string(1, '').int(2, opset));
  for (const [key, value] of Object.entries(metadata))
    writer.message(14, (inner) => inner.string(1, key).string(2, value));
  return writer;
}

function writeGraph(writer: ProtobufWriter, { nodes, constants, inputs, outputs }: OnnxGraph): void {
  nodes.forEach((node, index) => {
    writer.message(1, (inner) => writeNode(inner, node, index));
  });
  writer.string(2, 'predictive');
  for (const constant of constants) writer.message(5, (inner) => writeConstant(inner, constant));
  for (const value of inputs) writer.message(11, (inner) => writeValue(inner, value));
  for (const value of outputs) writer.message(12, (inner) => writeValue(inner, value));
}

function writeNode(writer: ProtobufWriter, node: OnnxNode, index: number): void {
  for (const input of node.inputs) writer.string(1, input);
  for (const output of node.outputs) writer.string(2, output);
  writer.string(3, `${node.op}_${index}`).string(4, node.op);
  for (const [name, value] of Object.entries(node.attributes ?? {}))
    writer.message(5, (inner) => writeAttribute(inner, name, value));
}

function writeAttribute(writer: ProtobufWriter, name: string, value: OnnxAttribute): void {
  writer.string(1, name);
  if (typeof value === 'string') writer.string(4, value).int(20, attributeTypes.text);
  else if (typeof value !== 'number') {
    for (const one of value) writer.int(8, one);
    writer.int(20, attributeTypes.ints);
  } else if (floatAttributes.has(name)) writer.float(2, value).int(20, attributeTypes.float);
  else writer.int(3, value).int(20, attributeTypes.int);
}

function writeConstant(writer: ProtobufWriter, { name, type, shape, bytes }: OnnxConstant): void {
  writer.packedInts(1, shape).int(2, onnxTypes[type]).string(8, name).bytes(9, bytes);
}

function writeValue(writer: ProtobufWriter, { name, type, shape }: OnnxValue): void {
  writer.string(1, name).message(2, (typeInfo) => {
    typeInfo.message(1, (tensor) => {
      tensor.int(1, onnxTypes[type]).message(2, (inner) => {
        for (const size of shape)
          inner.message(1, (dimension) => {
            if (size < 0) dimension.string(2, 'items');
            else dimension.int(1, size);
          });
      });
    });
  });
}
