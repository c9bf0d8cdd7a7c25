import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { inputFit } from '../../../src-files/onnx/input-fit';
import { networkLayers } from '../../../src-files/onnx/network-layers';
import { withHead } from '../../../src-files/onnx/new-head';
import { openNetwork } from '../../../src-files/onnx/open-network';
import { BadInputError } from '../../../src-shared/errors';
import { type WrittenGraph, type WrittenNetwork, writtenNetwork } from './written-network';

const folder = mkdtempSync(join(tmpdir(), 'parasample-onnx-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good: WrittenNetwork = {
  nodes: [{ operator: 'Gemm', inputs: ['x', 'fc.weight', 'fc.bias'], output: 'y' }],
  tensors: [
    { name: 'fc.weight', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
    { name: 'fc.bias', shape: [3], values: [0, 1, 2] },
  ],
};

function fileOf(bytes: Uint8Array): string {
  const path = join(folder, 'net.onnx');
  writeFileSync(path, bytes);
  return path;
}

function layersOf(network: WrittenNetwork) {
  return networkLayers(openNetwork(fileOf(writtenNetwork(network))));
}

test('weights carry the file’s names and lie as [in, out]', () => {
  const { weights } = layersOf(good);
  expect(weights.map(({ name, shape, bayesian }) => [name, shape, bayesian])).toEqual([
    ['fc.weight', [2, 3], true],
    ['fc.bias', [3], true],
  ]);
  expect([...weights[0].numbers()]).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a softmax of an earlier opset is over all axes from its own on, as one', () => {
  const nodes = [
    { operator: 'Softmax', inputs: ['x'], output: 's' },
    { operator: 'Gemm', inputs: ['s', 'fc.weight', 'fc.bias'], output: 'y' },
  ];
  const operators = (opset: number) =>
    layersOf({ ...good, nodes, opset }).nodes.map(({ operator }) => operator);
  expect(operators(13)).toEqual(['Softmax', 'Gemm']);
  expect(operators(12)).toEqual(['Shape', 'Flatten', 'Softmax', 'Reshape', 'Gemm']);
});

describe('a head that is made anew', () => {
  const shapesOf = (network: WrittenNetwork, classes: number) =>
    withHead(layersOf(network), { classes }).map(({ name, shape, numbers }) => [
      name,
      shape,
      numbers !== undefined,
    ]);
  const first = { operator: 'Gemm', inputs: ['x', 'in.weight', 'in.bias'], output: 'h' };
  const tensors = [
    { name: 'in.weight', shape: [2, 2], values: [1, 2, 3, 4] },
    { name: 'in.bias', shape: [2], values: [0, 0] },
    ...(good.tensors ?? []),
  ];

  test('has as many outputs as are asked for, and none of the file’s numbers', () => {
    const [gemm] = good.nodes;
    const nodes = [
      first,
      { ...gemm, inputs: ['h', 'fc.weight', 'fc.bias'], output: 'l' },
      { operator: 'Softmax', inputs: ['l'], output: 'y' },
    ];
    expect(shapesOf({ nodes, tensors }, 7)).toEqual([
      ['in.weight', [2, 2], true],
      ['in.bias', [2], true],
      ['fc.weight', [2, 7], false],
      ['fc.bias', [7], false],
    ]);
  });

  test('is not looked for before what mixes its outputs', () => {
    const nodes = [first, { operator: 'Mul', inputs: ['h', 'h'], output: 'y' }];
    expect(() => shapesOf({ nodes, tensors }, 7)).toThrow(/model\.head: .* ends in Mul .* no head is found/);
  });
});

test('a weight that two nodes use in different ways is one weight', () => {
  const tied = layersOf({
    nodes: [
      { operator: 'MatMul', inputs: ['x', 'w'], output: 'h' },
      { operator: 'Transpose', inputs: ['w'], output: 't' },
      { operator: 'MatMul', inputs: ['h', 't'], output: 'y' },
    ],
    tensors: [{ name: 'w', shape: [2, 2], values: [1, 2, 3, 4] }],
  });
  expect(tied.weights.map(({ name }) => name)).toEqual(['w']);
});

test.each(['Softmax', 'LogSoftmax'])(
  'a %s at the end is left away: likelihoods take the numbers before it',
  (last) => {
    const [gemm] = good.nodes;
    const nodes = [
      { ...gemm, output: 'logits' },
      { operator: last, inputs: ['logits'], output: 'p' },
      { operator: 'Identity', inputs: ['p'], output: 'y' },
    ];
    const opened = openNetwork(fileOf(writtenNetwork({ ...good, nodes })));
    expect(opened.outputs).toEqual(['logits']);
    expect(networkLayers(opened).weights.map(({ name }) => name)).toEqual(['fc.weight', 'fc.bias']);
  },
);

test('a softmax on the way, as of attention, stays', () => {
  const nodes = [
    { operator: 'Softmax', inputs: ['x'], output: 'h' },
    { operator: 'Gemm', inputs: ['h', 'fc.weight', 'fc.bias'], output: 'y' },
  ];
  expect(openNetwork(fileOf(writtenNetwork({ ...good, nodes }))).outputs).toEqual(['y']);
});

describe('control flow that the file itself decides', () => {
  const doubled = { operator: 'Add', inputs: ['h', 'h'], output: 'twice' };
  const branch = (operator: string) => ({
    nodes: [{ operator, inputs: ['x'], output: `${operator} of x` }],
    outputs: [`${operator} of x`],
  });

  test.each([
    [1, 'Relu'],
    [0, 'Tanh'],
  ])('a branch of condition %i is taken for the node', (value, operator) => {
    const graphs = { then_branch: branch('Relu'), else_branch: branch('Tanh') };
    const opened = openNetwork(
      fileOf(
        writtenNetwork({
          nodes: [{ operator: 'If', inputs: ['asked'], output: 'y', graphs }],
          tensors: [{ name: 'asked', kind: 'bool', shape: [], values: [value] }],
        }),
      ),
    );
    expect(opened.nodes.map((node) => node.operator)).toEqual([operator, 'Identity']);
  });

  test('rounds of a loop stand one behind the other', () => {
    const body = {
      nodes: [{ operator: 'Identity', inputs: ['goes'], output: 'goes on' }, doubled],
      inputs: ['round', 'goes', 'h'],
      outputs: ['goes on', 'twice'],
    };
    const opened = openNetwork(
      fileOf(
        writtenNetwork({
          nodes: [{ operator: 'Loop', inputs: ['rounds', '', 'x'], output: 'y', graphs: { body } }],
          tensors: [{ name: 'rounds', kind: 'int', shape: [], values: [3] }],
        }),
      ),
    );
    expect(networkLayers(opened).nodes.filter(({ operator }) => operator === 'Add').length).toBe(3);
  });

  test('what depends on data is refused', () => {
    const graphs = { then_branch: branch('Relu'), else_branch: branch('Tanh') };
    const network = { nodes: [{ operator: 'If', inputs: ['x'], output: 'y', graphs }] };
    expect(() => openNetwork(fileOf(writtenNetwork(network)))).toThrow(
      /net\.onnx has control flow \(If, node If node\) that depends on data or on their shapes, which is not done here/,
    );
  });

  test('branches in branches are refused where they are many', () => {
    let graph: WrittenGraph = branch('Relu');
    for (let depth = 0; depth < 20; depth += 1) {
      const graphs = { then_branch: graph, else_branch: branch('Relu') };
      graph = { nodes: [{ operator: 'If', inputs: ['x'], output: 'y', graphs }], outputs: ['y'] };
    }
    expect(() => openNetwork(fileOf(writtenNetwork(graph)))).toThrow(
      /branches in branches, more than 8 deep/,
    );
  });

  test('rounds without end are refused', () => {
    const body = { nodes: [doubled], inputs: ['round', 'goes', 'h'], outputs: ['goes', 'twice'] };
    const network = {
      nodes: [{ operator: 'Loop', inputs: ['rounds', '', 'x'], output: 'y', graphs: { body } }],
      tensors: [{ name: 'rounds', kind: 'int', shape: [], values: [2 ** 31 - 1] }],
    } as const;
    expect(() => openNetwork(fileOf(writtenNetwork(network)))).toThrow(/goes round 2147483647 times/);
  });
});

test('a million nodes are refused', () => {
  const nodes = Array.from({ length: 100_001 }, () => ({ operator: 'Relu', inputs: ['x'], output: 'y' }));
  expect(() => openNetwork(fileOf(writtenNetwork({ nodes })))).toThrow(/has more than 100000 nodes/);
});

describe('a file that cannot be is refused in one sentence', () => {
  const w = { name: 'fc.weight', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] };
  test.each<[string, WrittenNetwork, RegExp]>([
    [
      'with a graph that runs in a circle',
      { nodes: [{ operator: 'Add', inputs: ['x', 'y'], output: 'y' }] },
      /Add node takes y, which nothing before it gives/,
    ],
    [
      'with an operator that is not here',
      { nodes: [{ operator: 'NonMaxSuppression', inputs: ['x'], output: 'y' }] },
      /needs the operator NonMaxSuppression \(node NonMaxSuppression node\), which is not here; there are Abs, Add,/,
    ],
    [
      'with a tensor of 2^40 numbers',
      { ...good, tensors: [{ ...w, shape: [2 ** 20, 2 ** 20] }] },
      /fc\.weight has the shape \[1048576, 1048576\], which no device can hold/,
    ],
    [
      'with fewer numbers than its shape asks for',
      { ...good, tensors: [{ ...w, shape: [2, 4] }] },
      /fc\.weight has 6 numbers where its shape \[2, 4\] asks for 8/,
    ],
    ['of an opset from the future', { ...good, opset: 99 }, /opset 99, and opsets 11 to 28 are read here/],
    [
      'with numbers in another folder',
      { ...good, tensors: [{ ...w, location: '../elsewhere' }] },
      /should lie at \.\.\/elsewhere, outside of the file’s own folder/,
    ],
    [
      'with numbers at an absolute path',
      { ...good, tensors: [{ ...w, location: '/etc/passwd' }] },
      /should lie at \/etc\/passwd, outside/,
    ],
    [
      'with weights that are no numbers',
      {
        ...good,
        tensors: [
          { ...w, values: [Number.NaN, 2, 3, 4, 5, 6] },
          { name: 'fc.bias', shape: [3], values: [0, 0, 0] },
        ],
      },
      /has weights in fc\.weight that are no finite numbers/,
    ],
  ])('%s', (_what, network, sentence) => {
    const read = () => layersOf(network).weights.map(({ numbers }) => numbers());
    expect(read).toThrow(BadInputError);
    expect(read).toThrow(sentence);
  });

  test('with numbers behind a link that leads elsewhere', () => {
    const outside = mkdtempSync(join(tmpdir(), 'parasample-outside-'));
    mkdirSync(join(outside, 'kept'));
    writeFileSync(join(outside, 'kept', 'weights'), new Uint8Array(24));
    symlinkSync(join(outside, 'kept'), join(folder, 'link'));
    const network = { ...good, tensors: [{ ...w, location: 'link/weights' }] };
    expect(() => layersOf(network)).toThrow(/should lie at link\/weights, outside/);
    rmSync(outside, { recursive: true });
  });

  test('that is not there, or is a folder', () => {
    expect(() => openNetwork(join(folder, 'none.onnx'))).toThrow(
      /none\.onnx cannot be read: there is no such file/,
    );
    expect(() => openNetwork(folder)).toThrow(/is no plain file; an ONNX file is needed/);
  });
});

test('damage anywhere ends in a network or in a sentence, never in another error', () => {
  const whole = readFileSync(join(__dirname, '../../parity/fixtures/onnx/dense-script.onnx'));
  let seed = 7;
  const random = () => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return seed;
  };
  for (let round = 0; round < 300; round += 1) {
    const damaged = Uint8Array.from(round % 2 === 0 ? whole : whole.subarray(0, random() % whole.length));
    for (let change = 0; change < 3; change += 1) damaged[random() % damaged.length] = random() % 256;
    try {
      networkLayers(openNetwork(fileOf(damaged))).weights.map(({ numbers }) => numbers());
    } catch (error) {
      expect(error).toBeInstanceOf(BadInputError);
    }
  }
});

describe('items go in as the file’s axes want them', () => {
  const fitOf = (input: readonly number[], item: readonly number[]) =>
    inputFit(openNetwork(fileOf(writtenNetwork({ ...good, input }))), item);

  test.each<[string, readonly number[], readonly number[], readonly number[], readonly number[]]>([
    ['pictures with channels first', [0, 3, 8, 6], [8, 6, 3], [2, 0, 1], [3, 8, 6]],
    ['pictures with channels last', [0, 8, 6, 3], [8, 6, 3], [0, 1, 2], [8, 6, 3]],
    ['grey pictures without channels', [0, 8, 6], [8, 6, 1], [0, 1, 2], [8, 6]],
    ['pictures in one row', [0, 144], [8, 6, 3], [2, 0, 1], [144]],
    ['columns of a table', [1, 5], [5], [0], [5]],
    ['series with features first', [0, 3, 10], [10, 3], [1, 0], [3, 10]],
  ])('%s', (_what, input, item, order, shape) => {
    expect(fitOf(input, item)).toMatchObject({ order, shape });
  });

  test('or are refused with the ways that would do', () => {
    expect(() => fitOf([0, 3, 32, 32], [8, 8, 1])).toThrow(
      /takes \[items, 3, 32, 32\], and an item of these data is \[8, 8, 1\]; a network for them takes \[items, 1, 8, 8\] or/,
    );
  });
});
