import '@tensorflow/tfjs';
import { mul, setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { modelSchema } from '../../../src-shared/experiment/networks';
import { usualEmbeddingSize } from '../../../src-shared/network/embedded-columns';
import { SampledLayers } from '../../../src-workers/bayes/sampled-layers';
import { buildModel } from '../../../src-workers/models/build-model';
import { withEmbeddings } from '../../../src-workers/models/embedded-columns';
import recorded from '../../parity/fixtures/embeddings.json';
import { type Probe, resultOf, slopesInGraph, slopesInJavascript } from './probe';

beforeAll(() => {
  setBackend('cpu');
});

const { numbers, places, tables, weights, outputs, gradients } = recorded;
const columns = tables.map((rows, at) => ({
  column: `c${at}`,
  categories: rows.slice(1).map((_, row) => String(row)),
  size: rows[0].length,
}));
const items = numbers.length;
const inputs = numbers.flatMap((row, item) => [...row, ...places[item]]);

/** One dense layer behind them. */
const network = withEmbeddings(
  {
    weights: [],
    dropoutSites: [],
    forward: (x, layers) => layers.dense('out', x),
  },
  columns,
);
const names = ['embeddings.0.weight', 'embeddings.1.weight', 'out.weight'];
const probe: Probe = {
  of: [...tables, weights].map((rows) => ({
    shape: [1, rows.length, rows[0].length],
    values: Float32Array.from(rows.flat()),
  })),
  to: (...given) =>
    network.forward(
      tensor(inputs, [1, items, 4]),
      new SampledLayers(new Map(names.map((name, at) => [name, given[at]])), 1),
    ),
};

test('outputs are those of torch.nn.Embedding beside the numbers', () => {
  const { values, shape } = resultOf(probe);
  expect(shape).toEqual([1, items, outputs[0].length]);
  outputs.flat().forEach((value, at) => {
    expect(values[at]).toBeCloseTo(value, 5);
  });
});

test.each([
  ['the JavaScript engine', slopesInJavascript],
  ['the graph', slopesInGraph],
])(
  'gradients by the embeddings and the weights behind them are those of PyTorch in %s',
  (_engine, slopesOf) => {
    const slopes = slopesOf({
      of: probe.of,
      to: (...given) =>
        sum(mul(probe.to(...given), tensor(recorded.factors.flat(), [1, items, outputs[0].length]))),
    });
    gradients.forEach((rows, of) => {
      rows.flat().forEach((slope, at) => {
        expect(slopes[of][at]).toBeCloseTo(slope, 5);
      });
    });
  },
);

describe('a network of a table', () => {
  const task = {
    kind: 'regression',
    inputShape: [3],
    targetShape: [1],
    targetNames: ['y'],
    targetMean: [0],
    targetStd: [1],
    embeddings: [{ column: 'site', categories: ['a', 'b', 'c', 'd'], size: 2 }],
  } as const;

  test('has a row for each text and one for any other, and sees embeddings in the place of their column', () => {
    const { weights: own } = buildModel(modelSchema.parse({ kind: 'mlp', hidden: [4] }), task);
    expect(own.map(({ name, shape, fanIn }) => [name, shape, fanIn])).toEqual([
      ['embeddings.0.weight', [5, 2], 1],
      ['layers.0.weight', [4, 4], 4],
      ['layers.0.bias', [4], 4],
      ['layers.1.weight', [4, 1], 4],
      ['layers.1.bias', [1], 4],
    ]);
  });

  test('of samples whose embeddings differ and of one that they share', () => {
    const model = buildModel(modelSchema.parse({ kind: 'mlp', hidden: [] }), task);
    const value = (table: readonly number[][]) =>
      resultOf({
        of: [],
        to: () =>
          model.forward(
            tensor([1, 0, 2], [1, 1, 3]),
            new SampledLayers(
              new Map([
                ['embeddings.0.weight', tensor(table.flat(), [table.length, 5, 2])],
                ['layers.0.weight', tensor([0.5, 0, 1, 10, 0.5, 0, 1, 10], [2, 4, 1])],
                ['layers.0.bias', tensor([0, 0], [2, 1])],
              ]),
              2,
            ),
          ),
      }).values;
    const row = [0, 0, 1, 2, 3, 4, 5, 6, 7, 8];
    expect([...value([row, row.map((one) => -one)])]).toEqual([0.5 + 3 + 40, 0.5 - 3 - 40]);
    expect([...value([row])]).toEqual([43.5, 43.5]);
  });
});

test('sizes go by the number of texts as in fastai', () => {
  expect([2, 10, 101, 1000, 10_000].map(usualEmbeddingSize)).toEqual([2, 6, 21, 50, 50]);
});
