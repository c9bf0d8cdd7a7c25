import { expect, test } from 'vitest';
import { unitOfRun } from '../../src-main/cli/unit-of-run';
import { experimentSchema } from '../../src-shared/experiment/experiment';

const experiment = (target: string | readonly string[]) =>
  experimentSchema.parse({
    data: { dataset: 'table', path: 'rents.csv', target },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });

type Api = Parameters<typeof unitOfRun>[0];
type Report = Awaited<ReturnType<Api['predictions']>>;
const kept = (report: Partial<Report>): Api => ({ predictions: async () => report as Report });
const none: Api = {
  predictions: async () => {
    throw new Error('This run has none.');
  },
};

test('a unit in the name of what is predicted is that of its scores', async () => {
  expect(await unitOfRun(none, { id: 'a', experiment: experiment('rent [EUR]') })).toBe('EUR');
});

test('one that stands in the cells is remembered by what was predicted of test items', async () => {
  const run = { id: 'a', experiment: experiment('rent') };
  expect(await unitOfRun(kept({ targetNames: ['rent'], targetUnit: '€' }), run)).toBe('€');
  expect(await unitOfRun(kept({ targetNames: ['rent'] }), run)).toBeUndefined();
  expect(await unitOfRun(none, run)).toBeUndefined();
});

test('scores of several values together are in standard deviations, whatever unit they share', async () => {
  const run = { id: 'a', experiment: experiment(['warm', 'cold']) };
  const report = { targetNames: ['warm', 'cold'], targetUnit: '€' };
  expect(await unitOfRun(kept(report), run)).toBeUndefined();
});
