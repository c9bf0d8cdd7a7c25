import { expect, test } from 'vitest';
import { PredictionReporter } from '../../../../src-workers/evaluate/reports/prediction-report';
import { ReportedValues } from '../../../../src-workers/evaluate/reports/reported-values';
import type { TargetNoise } from '../../../../src-workers/evaluate/target-noise';

const targets = {
  targetShape: [2],
  targetNames: ['price', 'days'],
  targetMean: [100, 10],
  targetStd: [20, 5],
};
/** Two weight samples of three items: values, and behind them their noise. */
const predictions = Float32Array.from(
  [
    [0.1, -1, 0.5, 2, /**/ 0.3, 0, 0.5, 1, /**/ -2, 1, 0.25, 1],
    [0.2, -1.5, 0.5, 2, /**/ 0.4, 1, 0.5, 1, /**/ -2.5, 1, 0.5, 1],
  ].flat(),
);
const truths = Float32Array.from([0.15, Number.NaN, 0.3, 0.5, -1, 1]);
const predicted: TargetNoise = { kind: 'predicted' };

test('each of several values has the report that it would have of a network which predicts nothing else', () => {
  const all = new ReportedValues(3, 2, targets, predicted);
  all.add(predictions, truths);
  expect(all.each.map(({ name }) => name)).toEqual(['price', 'days']);
  all.each.forEach(({ name, reporter }, at) => {
    const one = {
      targetShape: [1],
      targetNames: [name],
      targetMean: [100, 10].slice(at, at + 1),
      targetStd: [20, 5].slice(at, at + 1),
    };
    const alone = new PredictionReporter(3, 2, one, predicted);
    alone.add(
      predictions.filter((_, place) => place % 2 === at),
      truths.filter((_, place) => place % 2 === at),
    );
    expect(reporter.report()).toEqual(alone.report());
  });
});

test('one value alone has no other report than its own', () => {
  const one = { targetShape: [1], targetNames: ['y'], targetMean: [0], targetStd: [1] };
  expect(new ReportedValues(3, 2, one, predicted).each).toEqual([]);
});
