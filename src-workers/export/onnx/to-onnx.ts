import type { GraphValue } from '../../engine/graph/graph-builder';
import type { PredictiveGraph } from '../predictive-graph';
import { nodeName } from '../recorded-graph';
import { OnnxBuilder } from './onnx-builder';
import type { OnnxGraph, OnnxType, OnnxValue } from './onnx-node';
import { translations } from './translations';

/**
 * The predictive function in ONNX's operations: input `inputs`, outputs by their names.
 * @throws Error naming an operation that has no translation, which no model here needs
 */
export function toOnnx({ nodes, input, outputs, outputOf }: PredictiveGraph): OnnxGraph {
  const onnx = new OnnxBuilder(outputOf);
  const inputName = nodeName(input.name);
  onnx.add('Identity', [inputName], {}, input.name);
  for (const node of nodes) {
    if (node.op === 'Placeholder') continue;
    const translate = translations[node.op];
    if (!translate) throw new Error(`ONNX has no translation of ${node.op} here.`);
    translate(onnx, node);
  }
  for (const [name, { name: value }] of outputs) onnx.add('Identity', [value], {}, name);
  return {
    nodes: onnx.nodes,
    constants: onnx.constants,
    inputs: [onnxValue(inputName, input)],
    outputs: [...outputs].map(([name, value]) => onnxValue(name, value)),
  };
}

function onnxValue(name: string, { shape, type }: GraphValue): OnnxValue {
  if (type === 'resource') throw new Error(`${name} is no tensor.`);
  const onnxType: OnnxType = type;
  return { name, shape, type: onnxType };
}
