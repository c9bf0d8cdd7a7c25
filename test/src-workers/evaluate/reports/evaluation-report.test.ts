import { describe, expect, test } from 'vitest';
import { evaluationReportSchema } from '../../../../src-shared/assessment/evaluation-report';
import {
  EvaluationReporter,
  reliabilityOf,
} from '../../../../src-workers/evaluate/reports/evaluation-report';
import { sampleCounts } from '../../../../src-workers/evaluate/scores/sample-counts';

/** Three samples for three items of two classes, by hand: [sample][item][class]. */
const predictions = [
  [
    [1, 0],
    [0.5, 0.5],
    [0.25, 0.75],
  ],
  [
    [0, 1],
    [0.5, 0.5],
    [0.25, 0.75],
  ],
  [
    [0.5, 0.5],
    [0.5, 0.5],
    [0.25, 0.75],
  ],
];
const labels = [0, 1, 0];
const picture = { height: 1, width: 2, channels: 1, pixels: Uint8Array.of(0, 255) };

function reported(chunks: readonly number[][], kept = 3) {
  const reporter = new EvaluationReporter(3, 2, 3, kept);
  for (const items of chunks) {
    const chunk = predictions.map((sample) => items.map((item) => sample[item]));
    reporter.add(
      Float32Array.from(chunk.flat(2), Math.log),
      items.map((item) => labels[item]),
    );
  }
  return reporter.report(['no', 'yes'], () => picture);
}

const close = (value: number) => expect.closeTo(value, 5);

describe('the report of an evaluation', () => {
  test('scores the mean of the first 1, 2, 4, ... and all samples', () => {
    expect(sampleCounts(1)).toEqual([1]);
    expect(sampleCounts(8)).toEqual([1, 2, 4, 8]);
    expect(sampleCounts(12)).toEqual([1, 2, 4, 8, 12]);
    const { bySamples } = reported([[0, 1, 2]]);
    // One sample: right, a tie that goes to class 0, wrong. Two: item 0 becomes a tie as well, which is right.
    const nll = (first: number) => -(Math.log(first) + Math.log(0.5) + Math.log(0.25)) / 3;
    expect(bySamples).toMatchObject([
      { samples: 1, accuracy: close(1 / 3), nll: close(nll(1)) },
      { samples: 2, accuracy: close(1 / 3), nll: close(nll(0.5)) },
      { samples: 3, accuracy: close(1 / 3), nll: close(nll(0.5)) },
    ]);
  });

  test('is the same however the items are cut into chunks', () => {
    expect(reported([[0], [1, 2]])).toEqual(reported([[0, 1, 2]]));
  });

  test('tells what the samples dispute from what they agree not to know', () => {
    const [disputed, unsure] = reported([[0, 1, 2]]).shownItems;
    // Entropies of the samples for item 0: 0, 0 and ln 2; pooled: ln 2.
    expect(disputed).toMatchObject({
      entropy: close(Math.LN2),
      mutualInformation: close((2 / 3) * Math.LN2),
      error: close(Math.LN2),
      bySample: [
        [1, 0],
        [0, 1],
        [0.5, 0.5],
      ],
    });
    expect(unsure).toMatchObject({ entropy: close(Math.LN2), mutualInformation: close(0) });
  });

  test('tells what refusing is worth, items of equal doubt sharing what is wrong among them', () => {
    const { refusing = [], doubts = [] } = reported([[0, 1, 2]]);
    // Item 2 is the surest, and wrong; of the two ties one goes to the wrong class.
    expect(refusing).toEqual([
      { coverage: close(1 / 3), risk: 1, doubt: close(-Math.log(0.75)) },
      { coverage: close(2 / 3), risk: close(0.75), doubt: close(Math.LN2) },
      { coverage: 1, risk: close(2 / 3), doubt: close(Math.LN2) },
    ]);
    expect(doubts).toEqual([
      { item: 0, aleatoric: close(Math.LN2 / 3), epistemic: close((2 / 3) * Math.LN2), isRight: true },
      { item: 1, aleatoric: close(Math.LN2), epistemic: close(0), isRight: false },
      { item: 2, aleatoric: expect.any(Number), epistemic: close(0), isRight: false },
    ]);
  });

  test('shows the union of the items highest in entropy, mutual information and error', () => {
    const items = reported([[0, 1, 2]], 1).shownItems.map(({ item }) => item);
    // Item 0 is first in entropy (a tie) and mutual information, item 2 in error.
    expect(items).toEqual([0, 2]);
  });

  test('holds pictures as base64, and no items where there are none', () => {
    expect(reported([[0, 1, 2]]).shownItems[0]).toMatchObject({ height: 1, width: 2, pixels: 'AP8=' });
    const reporter = new EvaluationReporter(1, 2, 1, 5);
    reporter.add(Float32Array.of(0.5, 0.5).map(Math.log), [0]);
    expect(reporter.report(['no', 'yes'], undefined).shownItems).toEqual([]);
  });

  test('survives its file, NaN of a diverged run included', () => {
    const reporter = new EvaluationReporter(1, 2, 1, 1);
    reporter.add(Float32Array.of(Number.NaN, Number.NaN), [0]);
    const report = reporter.report(['no', 'yes'], () => picture);
    const read = evaluationReportSchema.parse(JSON.parse(JSON.stringify(report)));
    expect(read.bySamples[0]?.nll).toBeNaN();
    expect(read.shownItems[0]?.probabilities).toEqual([Number.NaN, Number.NaN]);
  });
});

describe('reliability', () => {
  test('bins hold the means of what is in them, and nothing where nothing is', () => {
    const rows = Float32Array.of(0.6, 0.4, 0.625, 0.375, 0.1, 0.9).map(Math.log);
    const bins = reliabilityOf(rows, [0, 1, 1], 2);
    expect(bins).toHaveLength(15);
    expect(bins[9]).toMatchObject({ items: 2, accuracy: 0.5, confidence: close((0.6 + 0.625) / 2) });
    expect(bins[13]).toMatchObject({ items: 1, accuracy: 1, confidence: close(0.9) });
    expect(bins[0]).toEqual({ low: 0, high: 1 / 15, items: 0, confidence: null, accuracy: null });
  });
});
