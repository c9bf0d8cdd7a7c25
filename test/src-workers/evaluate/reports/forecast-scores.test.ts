import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { predictionReportSchema } from '../../../../src-shared/assessment/prediction-report';
import { ForecastScores } from '../../../../src-workers/evaluate/reports/forecast-scores';
import { ReportedRegression } from '../../../../src-workers/evaluate/reports/reported-regression';

interface Scores {
  readonly values: number;
  readonly rmse: number;
  readonly crps: number;
  readonly coverage50: number;
  readonly coverage90: number;
}

interface Expected {
  readonly byHorizon: readonly (Scores & { readonly ahead: number })[];
  readonly byOrigin: readonly (Scores & { readonly origin: string })[];
}

/** What scoringrules, SciPy and pandas make of the same numbers (test/parity/record_forecast_scores.py). */
const recorded = JSON.parse(readFileSync('test/parity/fixtures/forecast-scores.json', 'utf8')) as {
  readonly samples: number;
  readonly noise: readonly number[];
  readonly stds: readonly number[];
  readonly means: readonly number[][][][];
  readonly truths: readonly (number | null)[][][];
  readonly origins: readonly string[];
  readonly all: Expected;
  readonly each: readonly Expected[];
};

describe('forecasts of two columns, four steps ahead, from seven windows of two series', () => {
  const { samples, noise, stds, means, truths, origins } = recorded;
  const settings = {
    noise: { kind: 'by-target', stds: noise.map((std) => new Float64Array(samples).fill(std)) },
    targetNames: ['a', 'b'],
    targetStd: stds,
  } as const;
  const targets = { targetShape: [4, 2], targetNames: ['a', 'b'], targetMean: [0, 0], targetStd: stds };
  const evaluation = new ReportedRegression(settings, targets, truths.length, samples);
  // In two chunks, as a split is read.
  for (const [first, end] of [
    [0, 3],
    [3, 7],
  ])
    evaluation.add(
      Float32Array.from(means.flatMap((sample) => sample.slice(first, end).flat(2))),
      samples,
      Float32Array.from(truths.slice(first, end).flat(2), (truth) => truth ?? Number.NaN),
    );
  const originOf = (place: number) => origins[place];
  const close = (scores: Scores) =>
    Object.fromEntries(
      (['values', 'rmse', 'crps', 'coverage50', 'coverage90'] as const).map((name) => [
        name,
        expect.closeTo(scores[name], 5),
      ]),
    );
  const expected = ({ byHorizon, byOrigin }: Expected) => ({
    byHorizon: byHorizon.map(({ ahead, ...scores }) => ({ ahead, ...close(scores) })),
    byOrigin: byOrigin.map(({ origin, ...scores }) => ({
      from: origin,
      to: origin,
      origins: 1,
      ...close(scores),
    })),
  });

  test('have the scores of each step ahead and of each origin, both series of one time together, as others compute them', () => {
    expect(evaluation.forecastScores(originOf)).toEqual(expected(recorded.all));
  });

  test.each([0, 1])('have those of column %i in its own unit', (target) => {
    expect(evaluation.forecastScores(originOf, target)).toEqual(expected(recorded.each[target]));
  });

  test('are in a report as it is stored', () => {
    const report = { ...evaluation.reporter.report(), ...evaluation.forecastScores(originOf) };
    const stored = predictionReportSchema.parse(JSON.parse(JSON.stringify(report)));
    expect(stored.byHorizon).toEqual(report.byHorizon);
    expect(stored.byOrigin).toEqual(report.byOrigin);
  });
});

test('many origins are put together, as many that follow each other in each part, and steps of which nothing is known have no number', () => {
  const scores = new ForecastScores(150, 2);
  for (let item = 0; item < 150; item += 1) scores.add(item, 0, { square: 4, crps: 1, in50: 0, in90: 1 });
  const day = (item: number) => new Date(Date.UTC(2026, 0, 1 + item)).toISOString();
  const { byHorizon = [], byOrigin = [] } = scores.report(10, day);
  expect(byHorizon).toEqual([
    { ahead: 1, values: 150, rmse: 20, crps: 10, coverage50: 0, coverage90: 1 },
    {
      ahead: 2,
      values: 0,
      rmse: Number.NaN,
      crps: Number.NaN,
      coverage50: Number.NaN,
      coverage90: Number.NaN,
    },
  ]);
  expect(byOrigin).toHaveLength(60);
  expect(byOrigin[0]).toMatchObject({ from: day(0), to: day(1), origins: 2 });
  expect(byOrigin[59]).toMatchObject({ to: day(149) });
  expect(byOrigin.reduce((sum, { origins }) => sum + origins, 0)).toBe(150);
});

test('tables have none', () => {
  const one = { noise: { kind: 'samples' }, targetNames: ['y'], targetStd: [1] } as const;
  const targets = { targetShape: [1], targetNames: ['y'], targetMean: [0], targetStd: [1] };
  expect(new ReportedRegression(one, targets, 3, 2).forecastScores(undefined)).toEqual({});
});
