import { expect, test } from 'vitest';
import { outputsOfHeads } from '../../../src-files/onnx/head-outputs';

const file = (...outputNames: string[]) => ({
  path: 'net.onnx',
  // What stands before a softmax has another name.
  outputs: outputNames.map((name) => `before ${name}`),
  outputNames,
});
const head = (name: string, ...outputs: string[]) => ({ name, outputs });

test('a head takes the outputs that it names, else the one called as it is, else what is left in the file’s order', () => {
  const named = [head('price', 'value', 'log_variance'), head('kind', 'logits')];
  expect(outputsOfHeads(file('logits', 'value', 'log_variance'), named)).toEqual([[1, 2], [0]]);
  expect(outputsOfHeads(file('price', 'kind'), [head('kind'), head('price')])).toEqual([[1], [0]]);
  expect(outputsOfHeads(file('first', 'second'), [head('kind'), head('price')])).toEqual([[0], [1]]);
  const mixed = [head('a'), head('b', 'second'), head('third')];
  expect(outputsOfHeads(file('first', 'second', 'third'), mixed)).toEqual([[0], [1], [2]]);
});

test('one output holds all heads, and outputs that no head names are left where each says what it takes', () => {
  expect(outputsOfHeads(file('all'), [head('kind'), head('price')])).toBeUndefined();
  expect(outputsOfHeads(file('a', 'features', 'b'), [head('x', 'b'), head('y', 'a')])).toEqual([[2], [0]]);
});

test.each([
  [
    file('a', 'b', 'c'),
    [head('kind'), head('price')],
    'data.heads: net.onnx has 3 outputs (a, b, c) for 2 heads (kind, price); say for each head which output it is (output: a name, or several that belong together).',
  ],
  [
    file('a', 'b'),
    [head('kind'), head('price'), head('size')],
    'data.heads: net.onnx has 2 outputs (a, b) for 3 heads (kind, price, size)',
  ],
  [
    file('a', 'b'),
    [head('kind', 'c'), head('price')],
    'the head kind takes output c, and net.onnx has a, b.',
  ],
  [file('a', 'b'), [head('kind', 'a'), head('price', 'a')], 'output a of net.onnx is taken twice'],
])('what does not come out even is refused: %j', (network, heads, sentence) => {
  expect(() => outputsOfHeads(network, heads)).toThrow(sentence);
});
