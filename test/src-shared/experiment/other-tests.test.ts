import { expect, test } from 'vitest';
import { windowsOf } from '../../../src-shared/experiment/data/windows';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { otherTests, testsText } from '../../../src-shared/experiment/same-settings';

const needed: Readonly<Record<string, object>> = {
  'time-series': { path: 'a.csv' },
  table: { path: 'a.csv', target: 'y' },
  field: { path: 'a.nc', variables: ['t2m'] },
  images: { path: 'pictures' },
  arrays: { path: 'a.npz' },
};

const dataOf = (data: object, dataset = 'time-series') =>
  experimentSchema.parse({
    data: { dataset, ...needed[dataset], ...data },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  }).data;

test.each([
  [
    'pieces of the test part',
    [
      { origins: 3, origin: 1 },
      { origins: 3, origin: 2 },
    ],
    ['origin'],
  ],
  ['shares that are tested on', [{ testFraction: 0.1 }, { testFraction: 0.2 }], ['testFraction']],
  [
    'what is forecast',
    [{ valueColumn: 'a' }, { valueColumn: 'b' }, { valueColumn: 'b', horizon: 2 }],
    ['valueColumn', 'horizon'],
  ],
  ['how far a network looks back', [{ history: 24 }, { history: 48 }], []],
  ['gaps', [{ gaps: 'mask' }, {}], []],
])(
  'of runs that differ in %s scores are held against each other where their test items are the same',
  (_, all, names) => {
    expect(otherTests(all.map((one) => dataOf(one)))).toEqual(names);
  },
);

const period = ['2018-01-01', '2018-04-01'];
test.each<[string, readonly object[], readonly string[]]>([
  ['table', [{ groups: 'patient' }, { groups: 'site' }], ['groups']],
  ['table', [{ stratified: true }, { stratified: false }], ['stratified']],
  ['table', [{ task: 'classification', leastPerClass: 0 }, { task: 'classification' }], ['leastPerClass']],
  [
    'table',
    [{ target: ['a', 'b'], heads: [{ target: 'a' }, { target: 'b' }] }, { target: ['a', 'b'] }],
    ['heads'],
  ],
  ['table', [{ decimals: 'comma' }, {}], ['decimals']],
  [
    'table',
    [
      { leaveOut: ['a'], missing: 'mask', embedAbove: 5, classWeights: 'balanced', validationFraction: 0.3 },
      {},
    ],
    [],
  ],
  ['time-series', [{ resample: '1 h' }, { resample: '1 day' }], ['resample']],
  [
    'time-series',
    [
      { stride: 24, timeZone: 'Europe/Berlin' },
      { stride: 1, timeZone: 'UTC' },
    ],
    ['timeZone', 'stride'],
  ],
  ['time-series', [{ seriesColumn: 'shop' }, {}], ['seriesColumn']],
  ['time-series', [{ calendar: false, pastCovariates: ['wind'] }, {}], []],
  [
    'time-series',
    [
      { leaveOutPeriod: period, history: 24 },
      { leaveOutPeriod: period, history: 48 },
    ],
    ['history'],
  ],
  ['field', [{ variables: ['t2m'] }, { variables: ['t2m', 'z'] }], ['variables']],
  [
    'field',
    [
      { variables: ['t2m'], targets: ['t2m'] },
      { variables: ['t2m', 'z'], targets: ['t2m'] },
    ],
    [],
  ],
  ['field', [{ levels: [500] }, { levels: [500, 850] }], ['levels']],
  ['field', [{ static: ['oro'], staticPath: 'b.nc', areaWeights: true }, {}], []],
  ['images', [{ size: [64, 64], colours: 'grey', statistics: 'imagenet' }, {}], []],
  [
    'images',
    [
      { task: 'segmentation', size: [64, 64] },
      { task: 'segmentation', size: [32, 32] },
    ],
    ['size'],
  ],
  ['arrays', [{ inputs: 'x' }, { inputs: 'z' }], ['inputs']],
  ['arrays', [{ task: 'segmentation', ignoredLabel: 0 }, { task: 'segmentation' }], ['ignoredLabel']],
])('of %s with %j the test differs by %j', (dataset, all, names) => {
  const data = all.map((one) => dataOf(one, dataset));
  expect(otherTests(data)).toEqual(names);
  expect(new Set(data.map(testsText)).size).toBe(names.length > 0 ? 2 : 1);
});

const steps = (history: number, leftOut?: { first: number; end: number }) =>
  Array.from(
    windowsOf(200, { history, horizon: 4, stride: 1, validationFraction: 0.1, testFraction: 0.3 }, leftOut)
      .test,
    (start) => start + history,
  );
test('a longer look back forecasts the same steps of the test, but those that then touch a period that is left out', () => {
  expect(steps(24)).toEqual(steps(8));
  const leftOut = { first: 150, end: 160 };
  expect(steps(24, leftOut)).not.toEqual(steps(8, leftOut));
});
