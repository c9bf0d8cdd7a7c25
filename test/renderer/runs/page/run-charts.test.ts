import { expect, it } from 'vitest';
import { otherCharts, runCharts } from '../../../../src-renderer/runs/page/run-charts';
import { type ExperimentInput, experimentSchema } from '../../../../src-shared/experiment/experiment';
import { digitsInput, forecastInput } from '../../fake-runs';

function chartsOf(input: ExperimentInput, inference: ExperimentInput['inference'] = {}) {
  return runCharts({ experiment: experimentSchema.parse({ ...input, inference }), metrics: {} });
}

it('calls the loss of a variational run a negative ELBO, and shows the divergence in it', () => {
  expect(chartsOf(digitsInput).map(({ title }) => title)).toEqual([
    'Loss (negative ELBO)',
    'Negative log-likelihood',
    'KL divergence',
    'Accuracy',
  ]);
  expect(chartsOf(digitsInput, { objective: 'pooled' })[0]?.title).toBe('Loss (pooled objective)');
});

it('shows no bound and no divergence where training has none', () => {
  const ensemble = chartsOf(digitsInput, { method: 'deep-ensemble' });
  expect(ensemble.map(({ title }) => title)).toEqual([
    'Loss (negative log-likelihood, mean of the members)',
    'Accuracy',
  ]);
  expect(chartsOf(digitsInput, { method: 'point-estimate' })[0]?.title).toBe(
    'Loss (negative log-likelihood)',
  );
});

it('keeps a regression’s loss apart from the validation’s likelihood and says why, and lays both over each other on one scale', () => {
  const charts = chartsOf(forecastInput);
  const training = charts.find(({ names }) => names.includes('train.nll'));
  expect(training?.names).toEqual(['train.nll']);
  expect(training?.note).toMatch(/not to be held against the validation’s/);
  const both = charts.find(({ names }) => names.includes('validation.nll'));
  expect([both?.unit, both?.names]).toEqual(['nats per value', ['train.valueNll', 'validation.nll']]);
});

it('says of counts, which are not standardised, nothing of spreads', () => {
  const charts = chartsOf(forecastInput, { noise: { kind: 'poisson' } });
  const training = charts.find(({ names }) => names.includes('train.nll'));
  expect(training?.note).toMatch(/^Over all values of an item: not to be held against the validation’s/);
});

it('has a chart for every other metric that was measured, by the name it has where nothing is known of it', () => {
  const charts = chartsOf(digitsInput);
  const measured = ['train.loss', '__proto__', 'constructor', 'val/f1 (macro)', 'worker.0.stepMs'];
  const others = otherCharts(charts, measured, 'MPa');
  expect(others.map(({ metric, title }) => [metric, title])).toEqual([
    ['__proto__', '__proto__'],
    ['constructor', 'constructor'],
    ['val/f1 (macro)', 'val/f1 (macro)'],
  ]);
});

it('draws errors in the unit that the final scores are told in: spreads where several targets are pooled', () => {
  const storm = { ...digitsInput, data: { dataset: 'storm' }, model: { kind: 'swin' } } as const;
  const inWhat = (input: ExperimentInput) =>
    chartsOf(input).find(({ names }) => names.includes('validation.rmse'))?.unit;
  expect(inWhat(storm)).toBe('spreads of the targets');
  expect(inWhat({ ...digitsInput, data: { dataset: 'concrete' } })).toBe('MPa');
  const units = otherCharts([], ['validation.crps', 'validation.crps.u500', 'validation.nll'], 'MPa');
  expect(units.map(({ unit }) => unit)).toEqual(['MPa', 'unit of the target', 'nats']);
});
