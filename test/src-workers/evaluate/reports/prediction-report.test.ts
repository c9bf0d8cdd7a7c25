import { describe, expect, test } from 'vitest';
import { predictionReportSchema } from '../../../../src-shared/assessment/prediction-report';
import { listedStride, pastOf } from '../../../../src-workers/evaluate/reports/listed-values';
import { PredictionReporter } from '../../../../src-workers/evaluate/reports/prediction-report';

const close = (value: number) => expect.closeTo(value, 5);

/** One series of two hours in units of 10 around 100, two samples. */
const series = {
  targetShape: [2, 1],
  targetNames: ['load'],
  targetUnit: 'MW',
  targetMean: [100],
  targetStd: [10],
};

/** The same around each of so many samples. */
const noise = (std: number, samples: number) =>
  ({ kind: 'by-sample', stds: new Float64Array(samples).fill(std) }) as const;

/** A table of one value an item; all samples predict `prediction`. */
function table(items: number, prediction: (item: number) => number) {
  const single = { targetShape: [1], targetNames: ['y'], targetMean: [0], targetStd: [1] };
  const reporter = new PredictionReporter(items, 1, single, noise(1, 1));
  reporter.add(
    Float32Array.from({ length: items }, (_, item) => prediction(item)),
    new Float32Array(items),
  );
  return reporter.report();
}

describe('the report of predictions', () => {
  test('shows mean, spread and truth in the own units of the target, by hand', () => {
    const reporter = new PredictionReporter(1, 2, series, noise(0.5, 2));
    // Samples 1 and 3 for the first hour, 0 and 0 for the second.
    reporter.add(Float32Array.of(1, 0, 3, 0), Float32Array.of(2, 1));
    const { shownItems, targetUnit } = reporter.report();
    expect(targetUnit).toBe('MW');
    expect(shownItems).toEqual([
      {
        item: 0,
        chosen: 'evenly',
        error: close(Math.sqrt(0.5)),
        truth: [120, 110],
        mean: [120, 100],
        std: [close(10 * Math.sqrt(2.25)), 5],
        weightStd: [close(10 * Math.sqrt(2)), 0],
      },
    ]);
  });

  test('lists items with where they come from and what came before', () => {
    const reporter = new PredictionReporter(2, 1, series, noise(1, 1));
    reporter.add(Float32Array.of(1, 5, 1, 1), Float32Array.of(2, 1, Number.NaN, Number.NaN));
    const times: [string, string, string] = ['step 0', 'step 1', 'step 2'];
    const past = { values: Float64Array.of(1 / 3), timeAt: (step: number) => `step ${step}` };
    const report = reporter.report((place) => ({ origin: `row ${place}`, past: pastOf(past, [2, 1]) }));
    // Of the second nothing is known, so that it has no dot either.
    expect(report.listedItems).toEqual([
      {
        item: 0,
        origin: 'row 0',
        error: close(Math.sqrt((1 + 16) / 2)),
        truth: [120, 110],
        mean: [110, 150],
        std: [10, 10],
        weightStd: [0, 0],
        past: { values: [0.333333], times },
      },
    ]);
    expect(report.shownItems).toMatchObject([{ origin: 'row 0' }, { origin: 'row 1' }]);
    expect(predictionReportSchema.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  });

  test('lists as many items as there is room for, each of which has a dot, and no large fields', () => {
    expect(listedStride(300, 1)).toBe(1);
    // 8,000 single values: every fourth has a dot.
    expect(listedStride(8000, 1)).toBe(4);
    // Of series over 24 steps 540 find room: every fourth of 2,000 dots.
    expect(listedStride(2000, 24)).toBe(4);
    expect(listedStride(2000, 32 * 32)).toBeUndefined();
  });

  test('scores the first 1, 2, 4, ... and all samples', () => {
    const reporter = new PredictionReporter(1, 2, { ...series, targetShape: [1] }, noise(0.5, 2));
    reporter.add(Float32Array.of(1, 3), Float32Array.of(2));
    const nll = (variance: number, error: number) =>
      0.5 * (Math.log(2 * Math.PI * variance) + error ** 2 / variance);
    expect(reporter.report().bySamples).toEqual([
      { samples: 1, rmse: 1, nll: close(nll(0.25, 1)) },
      { samples: 2, rmse: 0, nll: close(nll(2.25, 0)) },
    ]);
  });

  test('has no likelihood of one sample where the noise is read off the samples', () => {
    const reporter = new PredictionReporter(1, 2, { ...series, targetShape: [1] }, { kind: 'samples' });
    reporter.add(Float32Array.of(1, 3), Float32Array.of(2));
    expect(reporter.report().bySamples).toMatchObject([{ nll: Number.NaN }, { nll: expect.any(Number) }]);
  });

  test('passes over values that are not known, and shows them as such', () => {
    const reporter = new PredictionReporter(1, 1, series, noise(1, 1));
    reporter.add(Float32Array.of(1, 5), Float32Array.of(2, Number.NaN));
    const { shownItems, bySamples } = reporter.report();
    expect(shownItems).toMatchObject([{ error: 1, truth: [120, Number.NaN], mean: [110, 150] }]);
    expect(bySamples).toMatchObject([{ rmse: 1 }]);
  });

  test('tells how far below the truth predictions reach, what refusing the widest is worth, and why, by hand', () => {
    const reporter = new PredictionReporter(2, 2, { ...series, targetShape: [1] }, noise(0.5, 2));
    // The first item: samples 1 and 3, truth 2. The second: samples both 0, truth 1.
    reporter.add(Float32Array.of(1, 0, 3, 0), Float32Array.of(2, 1));
    const { pit, refusing, doubts } = reporter.report();
    // Half of the mixture lies below its own middle; of N(0, 0.5) 97.7 % below 1.
    expect([pit?.[50], pit?.[97]]).toEqual([1, 1]);
    const wide = 10 * Math.sqrt(2.25);
    expect(refusing).toEqual([
      { coverage: 0.5, risk: close(10), doubt: close(5) },
      { coverage: 1, risk: close(Math.sqrt(50)), doubt: close(wide) },
    ]);
    expect(doubts).toEqual([
      { item: 0, aleatoric: close(5), epistemic: close(10 * Math.sqrt(2)), error: 0 },
      { item: 1, aleatoric: close(5), epistemic: 0, error: 10 },
    ]);
  });

  test('takes items at equal distances, and beside them the worst', () => {
    const { shownItems } = table(2000, (item) => (item === 1777 ? 9 : 0));
    expect(shownItems.filter(({ chosen }) => chosen === 'evenly').map(({ item }) => item)).toEqual(
      Array.from({ length: 500 }, (_, index) => index * 4),
    );
    expect(shownItems.filter(({ chosen }) => chosen === 'worst')).toHaveLength(4);
    expect(shownItems.find(({ item }) => item === 1777)).toMatchObject({ chosen: 'worst', error: 9 });
  });

  test('keeps few of large fields', () => {
    const field = { targetShape: [100, 200, 1], targetNames: ['t'], targetMean: [0], targetStd: [1] };
    const reporter = new PredictionReporter(10, 1, field, noise(1, 1));
    reporter.add(new Float32Array(10 * 20_000), new Float32Array(10 * 20_000));
    expect(reporter.report().shownItems.filter(({ chosen }) => chosen === 'evenly')).toHaveLength(3);
  });

  test('is the same however the items are cut into chunks, and survives its file', () => {
    const whole = new PredictionReporter(2, 2, series, noise(0.5, 2));
    whole.add(Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), Float32Array.of(1, 1, 1, Number.NaN));
    const cut = new PredictionReporter(2, 2, series, noise(0.5, 2));
    cut.add(Float32Array.of(1, 2, 5, 6), Float32Array.of(1, 1));
    cut.add(Float32Array.of(3, 4, 7, 8), Float32Array.of(1, Number.NaN));
    expect(cut.report()).toEqual(whole.report());
    expect(predictionReportSchema.parse(JSON.parse(JSON.stringify(whole.report())))).toEqual(whole.report());
  });
});
