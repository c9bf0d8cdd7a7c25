import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { networkOutline } from '../../../src-files/onnx/layer-table';
import { temporaryFolder } from '../../temporary-folder';
import { type WrittenNetwork, writtenNetwork } from './written-network';

function boxesOf(network: WrittenNetwork) {
  const path = join(temporaryFolder(), 'net.onnx');
  writeFileSync(path, writtenNetwork(network));
  return networkOutline(path, undefined).boxes;
}

const square = (name: string) => [
  { name: `${name}.weight`, shape: [2, 2], values: [1, 2, 3, 4] },
  { name: `${name}.bias`, shape: [2], values: [0, 0] },
];
const dense = (name: string, input: string, output: string) => ({
  operator: 'Gemm',
  inputs: [input, `${name}.weight`, `${name}.bias`],
  output,
});

test('layers take what others give; what only changes it on the way is left out, where values meet is not', () => {
  const boxes = boxesOf({
    nodes: [
      dense('in', 'x', 'a'),
      { operator: 'Relu', inputs: ['a'], output: 'b' },
      dense('mid', 'b', 'c'),
      { operator: 'Add', inputs: ['b', 'c'], output: 'd' },
      dense('head', 'd', 'y'),
    ],
    tensors: [...square('in'), ...square('mid'), ...square('head')],
  });
  expect(boxes.map(({ id, label, layer, from }) => [label, layer, from, id === label])).toEqual([
    ['input', undefined, [], true],
    ['in', 'in', ['input'], true],
    ['mid', 'mid', ['in'], true],
    ['sum', undefined, ['in', 'mid'], false],
    ['head', 'head', ['Add node'], true],
    ['output', undefined, ['head'], true],
  ]);
});

test('a value that meets itself again meets nothing: x * sigmoid(x) is an activation', () => {
  const boxes = boxesOf({
    nodes: [
      dense('in', 'x', 'a'),
      { operator: 'Sigmoid', inputs: ['a'], output: 'b' },
      { operator: 'Mul', inputs: ['a', 'b'], output: 'c' },
      dense('head', 'c', 'y'),
    ],
    tensors: [...square('in'), ...square('head')],
  });
  expect(boxes.map(({ label }) => label)).toEqual(['input', 'in', 'head', 'output']);
});

test('a layer that is used twice is drawn twice, and is one layer', () => {
  const boxes = boxesOf({
    nodes: [dense('same', 'x', 'a'), dense('same', 'a', 'y')],
    tensors: square('same'),
  });
  expect(boxes.map(({ id, layer }) => [id, layer])).toEqual([
    ['input', undefined],
    ['same', 'same'],
    ['same (2)', 'same'],
    ['output', undefined],
  ]);
});

test.each(['attention', 'convolutional', 'dense', 'grouped'])(
  'the layers of %s, as both exporters of PyTorch write it, are all there and lead to the output',
  (name) => {
    for (const exporter of ['dynamo', 'script']) {
      const path = resolve(`test/parity/fixtures/onnx/${name}-${exporter}.onnx`);
      const { layers, boxes } = networkOutline(path, undefined);
      const kernels = layers.filter(({ bayesian }) => bayesian).map(({ layer }) => layer);
      expect(new Set(boxes.flatMap(({ layer }) => layer ?? []))).toEqual(new Set(kernels));
      const seen = new Set(['output']);
      for (const box of [...boxes].reverse()) if (seen.has(box.id)) for (const id of box.from) seen.add(id);
      expect(seen, exporter).toEqual(new Set(boxes.map(({ id }) => id)));
    }
  },
);
