import { expect, test } from 'vitest';
import { lastLayers } from '../../../src-files/onnx/last-layers';
import type { OnnxNode } from '../../../src-files/onnx/network-file';

const node = (operator: string, inputs: string[], output: string): OnnxNode => ({
  name: output,
  operator,
  inputs,
  outputs: [output],
  attributes: new Map(),
});

test('the last layers are those nearest before each output, whatever only shapes or joins on the way', () => {
  const trunk = node('Gemm', ['x', 'w0'], 'h');
  const kind = node('Gemm', ['h', 'w1'], 'logits');
  const first = node('Gemm', ['h', 'w2'], 'a');
  const second = node('Gemm', ['h', 'w3'], 'b');
  const norm = node('LayerNormalization', ['sum', 'w4'], 'normed');
  const nodes = [
    trunk,
    kind,
    first,
    second,
    node('Softmax', ['logits'], 'p'),
    node('Add', ['a', 'b'], 'sum'),
    norm,
    node('Relu', ['normed'], 'value'),
  ];
  const layers = new Map<OnnxNode, { readonly layer: string; readonly kind: string }>([
    ...[trunk, kind, first, second].map((one) => [one, { layer: one.name, kind: 'dense' }] as const),
    [norm, { layer: 'norm', kind: 'norm' }] as const,
  ]);
  expect([...lastLayers({ outputs: ['p', 'value'] }, nodes, layers)].sort()).toEqual(['a', 'b', 'logits']);
});
