import { describe, expect, test } from 'vitest';
import { modelSchema } from '../../../src-shared/experiment/networks';
import type { Classification, Regression } from '../../../src-workers/data/run-data';
import { buildModel } from '../../../src-workers/models/build-model';
import { modelProbe, resultOf } from './probe';

const pictures: Classification = {
  kind: 'classification',
  inputShape: [8, 8, 1],
  classNames: ['a', 'b', 'c'],
};
const numbers = { kind: 'regression', targetNames: ['y'], targetMean: [0], targetStd: [1] } as const;
const table: Regression = { ...numbers, inputShape: [7], targetShape: [1] };
const series: Regression = { ...numbers, inputShape: [6, 3], targetShape: [2, 1] };
const fields: Regression = { ...numbers, inputShape: [9, 8, 2], targetShape: [9, 8, 2] };

const small = {
  mlp: { kind: 'mlp', hidden: [5] },
  cnn: { kind: 'cnn', channels: [3], hidden: [] },
  vit: { kind: 'vit', patchSize: 4, width: 8, depth: 1, heads: 2, mlpWidth: 8 },
  transformer: {
    kind: 'transformer',
    width: 8,
    heads: 2,
    encoderLayers: 1,
    decoderLayers: 1,
    feedForward: 8,
  },
  swin: { kind: 'swin', width: 4, depths: [2, 1], headWidth: 2, window: 2 },
} as const;

describe('outputs lie as the targets do', () => {
  test.each([
    ['mlp', 'pictures', pictures, [3]],
    ['mlp', 'a table', table, [1]],
    ['mlp', 'a time series', series, [2, 1]],
    ['mlp', 'fields', fields, [9, 8, 2]],
    ['cnn', 'pictures', pictures, [3]],
    ['vit', 'pictures', pictures, [3]],
    ['transformer', 'a time series', series, [2, 1]],
    ['swin', 'fields', fields, [9, 8, 2]],
  ] as const)('of %s on %s', (kind, _data, task, targetShape) => {
    const model = buildModel(modelSchema.parse(small[kind]), task);
    const { shape } = resultOf(modelProbe(model, [3, ...task.inputShape], 2));
    expect(shape).toEqual([2, 3, ...targetShape]);
  });
});

test.each([
  ['vit', 'a table', table, /^model\.kind: This network needs pictures or fields/],
  ['transformer', 'pictures', pictures, /^model\.kind: transformer forecasts time series/],
  ['transformer', 'a table', table, /^model\.kind: transformer forecasts time series/],
  ['transformer', 'fields', fields, /^model\.kind: transformer forecasts time series/],
  ['swin', 'pictures', pictures, /^model\.kind: swin predicts fields on the grid of its inputs/],
  ['swin', 'a time series', series, /^model\.kind: /],
] as const)('%s on %s is refused', (kind, _data, task, sentence) => {
  expect(() => buildModel(modelSchema.parse(small[kind]), task)).toThrow(sentence);
});
