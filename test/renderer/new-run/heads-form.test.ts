import { expect, test } from 'vitest';
import { headsFor, targetsIn, withHead } from '../../../src-renderer/new-run/heads-form';
import { assemble, type Texts, textsOf } from '../../../src-renderer/settings/assemble';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { digitsInput } from '../fake-runs';

const heads = [
  { target: 'kind', task: 'classification' },
  { target: 'price', weight: 2 },
];

test('heads follow what is predicted: those that stay keep their settings, new ones are of numbers', () => {
  const texts = { 'data.dataset': 'arrays', 'data.targets': 'price, size', 'data.target': 'other' };
  const targets = targetsIn(texts);
  expect(targets).toEqual(['price', 'size']);
  expect(headsFor(targets, JSON.stringify(heads))).toEqual([
    { target: 'price', weight: 2 },
    { target: 'size' },
  ]);
  expect(headsFor(targets, 'no JSON')).toEqual([{ target: 'price' }, { target: 'size' }]);
});

test('one setting of one head changes, and what is emptied is left out', () => {
  const changed = withHead(heads, 'price', 'output', ['mean', 'log_variance']);
  expect(JSON.parse(changed)[1]).toEqual({ target: 'price', weight: 2, output: ['mean', 'log_variance'] });
  expect(JSON.parse(withHead(heads, 'price', 'weight', undefined))[1]).toEqual({ target: 'price' });
});

test('an experiment with heads comes back from the form as it went in', () => {
  const data = { dataset: 'table', path: '/a.csv', target: ['kind', 'price'], heads };
  const experiment = experimentSchema.parse({ ...digitsInput, data });
  const texts: Texts = { ...textsOf({ ...experiment }), 'data.dataset': 'table' };
  const { settings } = assemble({ ...experiment }, texts, experiment.parallel.devices);
  expect(experimentSchema.parse(settings)).toEqual(experiment);
});
