import { expect, test } from 'vitest';
import { describeDataset } from '../../src-main/datasets/catalogue';
import { datasetIdSchema, itemShape } from '../../src-shared/experiment/data';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import { checkExperiment } from '../../src-shared/experiment/problems';

// What a worker would find out only after it has started is found before anything is written.
const series = { dataset: 'time-series', path: 'a.csv', history: 24, horizon: 12 };
const table = { dataset: 'table', path: 'a.csv', target: 'y' };

function problemsOf(data: object, model: object): readonly string[] {
  const parallel = { mode: 'local', devices: ['cpu:0'] };
  const checked = checkExperiment({ data, model, parallel });
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
}

test.each([
  ['a CNN of three blocks on 8 x 8 pixels', { dataset: 'digits' }, { kind: 'cnn', channels: [2, 2, 2] }],
  ['patches of 7 on 28 x 28 pixels', { dataset: 'fashion-mnist' }, { kind: 'vit', patchSize: 7 }],
  ['a CNN on a grid', { dataset: 'storm' }, { kind: 'cnn' }],
  ['a transformer on a series', series, { kind: 'transformer' }],
  ['a Swin of three stages on 33 x 36 points', { dataset: 'storm' }, { kind: 'swin' }],
  ['a Swin on a grid that nobody has read', field(), { kind: 'swin', depths: [1, 1, 1, 1, 1, 1] }],
  ['an MLP on a table', table, { kind: 'mlp' }],
])('%s fits', (_what, data, model) => {
  expect(problemsOf(data, model)).toEqual([]);
});

function field() {
  return { dataset: 'field', path: 'a.nc', variables: ['u'] };
}

test.each([
  [
    { dataset: 'digits' },
    { kind: 'cnn', channels: [2, 2, 2, 2] },
    'model.channels: 4 blocks halve the image 4 times, but it is 8 x 8 pixels; use at most 3.',
  ],
  [
    { dataset: 'digits', path: '/some/folder' },
    { kind: 'vit', patchSize: 3 },
    'model.patchSize: Patches of 3 x 3 pixels do not tile images of 8 x 8; use a size that divides both sides.',
  ],
  [
    { dataset: 'storm' },
    { kind: 'swin', patchSize: 4, depths: [1, 1, 1, 1, 1] },
    'model.depths: 5 stages of patches of 4 x 4 cells need a grid of at least 64 x 64, but the fields have 33 x 36 cells; use fewer stages or a smaller model.patchSize.',
  ],
])('%j with %j is refused with what would be right', (data, model, sentence) => {
  expect(problemsOf(data, model)).toEqual([sentence]);
});

test.each([
  ['vit', table],
  ['cnn', series],
  ['transformer', { dataset: 'digits' }],
  ['swin', { dataset: 'digits' }],
  ['swin', series],
])('%s is not for %j', (kind, data) => {
  expect(problemsOf(data, { kind })).toEqual([expect.stringMatching(/^model\.kind: .*; use .*\.$/)]);
});

test.each(datasetIdSchema.options)('items of %s have the shape that the catalogue tells', (dataset) => {
  const { data } = experimentSchema.parse({
    data: { dataset },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  expect(itemShape(data)).toEqual(describeDataset(dataset).shape);
});
