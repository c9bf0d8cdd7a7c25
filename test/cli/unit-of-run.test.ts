import { describe, expect, test } from 'vitest';
import { toldUnits, unitOfRun, unitsOfRun } from '../../src-main/cli/unit-of-run';
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

describe('each score of a run', () => {
  const metrics = { 'test.rmse': 0.5, 'test.rmse.warm': 3, 'test.rmse.rain': 2, 'test.nll': 1 };
  const run = { id: 'a', experiment: experiment(['warm', 'rain']), metrics };

  test('of several targets is in its own target’s unit, and together they are in spreads', async () => {
    const targets = [
      { name: 'warm', predictions: { targetUnit: '°C' } as Report },
      { name: 'rain', predictions: {} as Report },
    ];
    const unitOf = await unitsOfRun({ ...none, targetReports: async () => ({ version: 1, targets }) }, run);
    expect(Object.keys(metrics).slice(0, 3).map(unitOf)).toEqual(['spreads of the targets', '°C', undefined]);
    expect(['test.rmse', 'test.rmse.warm'].map(toldUnits(run))).toEqual([
      'spreads of the targets',
      undefined,
    ]);
  });

  test('of one target is in the unit of its settings, or of its cells', async () => {
    const one = { id: 'a', experiment: experiment('rent'), metrics: { 'test.rmse': 3 } };
    const refusing = { targetReports: () => Promise.reject(new Error('There are none.')) };
    const unitOf = await unitsOfRun(
      { ...refusing, ...kept({ targetNames: ['rent'], targetUnit: '€' }) },
      one,
    );
    expect(unitOf('test.rmse')).toBe('€');
    expect(toldUnits({ ...one, experiment: experiment('rent [EUR]') })('test.rmse')).toBe('EUR');
  });
});
