import { expect, test } from 'vitest';
import { refuseOtherItems } from '../../../src-main/posterior/compare-runs';
import { experimentSchema } from '../../../src-shared/experiment/experiment';

const field = { dataset: 'field', path: '/a.nc', variables: ['t2m'] };

function run(id: string, data: object) {
  const experiment = experimentSchema.parse({
    data,
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  return { id, runFolder: '/runs', experiment };
}

test('posteriors are compared where the data are the same but for what weighs the likelihood', () => {
  expect(() => refuseOtherItems(run('a', field), run('b', { ...field, areaWeights: true }))).not.toThrow();
  const table = { dataset: 'table', path: '/a.csv', target: 'y', task: 'classification' };
  const balanced = { ...table, classWeights: 'balanced' };
  expect(() => refuseOtherItems(run('a', table), run('b', balanced))).not.toThrow();
  expect(() => refuseOtherItems(run('a', field), run('b', { ...field, history: 2 }))).toThrow(
    'different data settings',
  );
});

test('the order in which settings are stored is no difference: those that came later are last', () => {
  const { experiment, ...rest } = run('a', field);
  const { history, ...others } = experiment.data as Extract<typeof experiment.data, { dataset: 'field' }>;
  const carriedOn = { ...rest, experiment: { ...experiment, data: { ...others, history } } };
  expect(() => refuseOtherItems(run('b', field), carriedOn)).not.toThrow();
});
