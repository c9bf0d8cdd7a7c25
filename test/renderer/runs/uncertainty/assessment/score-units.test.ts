import { expect, test } from 'vitest';
import { scoreUnits } from '../../../../../src-renderer/runs/uncertainty/assessment/score-units';
import { noiseSchema } from '../../../../../src-shared/experiment/noise';
import { PredictionReporter } from '../../../../../src-workers/evaluate/reports/prediction-report';

const unitsOf = (noise: object) => scoreUnits(noiseSchema.parse(noise));

test('scores of counts are of counts: errors in multiples of the rate where the network gives 0, densities of the counts themselves', () => {
  const unit = 3;
  const targets = { targetShape: [1], targetNames: ['y'], targetMean: [0], targetStd: [unit] };
  const reporter = new PredictionReporter(1, 1, targets, { kind: 'poisson', units: [unit] });
  // A rate of 3, and 6 came: off by 3, and by hand -log(3^6 e^-3 / 6!).
  reporter.add(Float32Array.of(1), Float32Array.of(6 / unit));
  const [{ rmse, nll }] = reporter.report().bySamples;
  expect([rmse, nll]).toEqual([expect.closeTo(1, 5), expect.closeTo(3 - 6 * Math.log(3) + Math.log(720), 5)]);
  for (const kind of ['poisson', 'negative-binomial'])
    expect(unitsOf({ kind })).toEqual({ rmse: 'times the mean count of training', nll: 'nats per count' });
  expect(unitsOf({ kind: 'poisson', zeroIs: 'one' }).rmse).toBe('counts');
});

test('scores of other numbers are in spreads of the target', () => {
  for (const kind of ['learned', 'predicted', 'quantiles'])
    expect(unitsOf({ kind })).toEqual({
      rmse: 'spreads of the target',
      nll: 'nats per value, in spreads of the target',
    });
});
