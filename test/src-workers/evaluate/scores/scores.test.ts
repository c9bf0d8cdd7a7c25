import { describe, expect, test } from 'vitest';
import { ClassificationEvaluation } from '../../../../src-workers/evaluate/classification-evaluation';
import {
  entropies,
  mostLikely,
  mutualInformation,
  scorePredictions,
} from '../../../../src-workers/evaluate/scores/scores';

/** Logarithms of probabilities that are given as they are. */
function logs(...probabilities: number[]): Float64Array {
  return Float64Array.from(probabilities, Math.log);
}

describe('scores of pooled probabilities', () => {
  test('two items of three classes, by hand', () => {
    const scores = scorePredictions(logs(0.5, 0.25, 0.25, 0.125, 0.75, 0.125), [0, 2], 3);
    expect(scores.accuracy).toBe(0.5);
    expect(scores.nll).toBeCloseTo((Math.log(2) + Math.log(8)) / 2, 12);
    // (0.25 + 0.0625 + 0.0625 + 0.015625 + 0.5625 + 0.765625) / 2
    expect(scores.brier).toBeCloseTo(0.859375, 12);
    // Confidence 0.5 and right (bin 8), 0.75 and wrong (bin 12): (0.5 + 0.75) / 2
    expect(scores.ece).toBeCloseTo(0.625, 12);
  });

  test('items in the same confidence bin make up for each other in the calibration error', () => {
    const likely = logs(0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25);
    expect(scorePredictions(likely, [0, 0, 0, 1], 2).ece).toBeCloseTo(0, 12);
  });

  test('the mean absolute calibration error counts bins alike, the expected one items', () => {
    // Twice 0.5 and right (gap 0.5 each), once 0.75 and wrong (gap 0.75).
    const likely = logs(0.5, 0.25, 0.25, 0.5, 0.25, 0.25, 0.125, 0.75, 0.125);
    const { ece, mace } = scorePredictions(likely, [0, 0, 2], 3);
    expect(ece).toBeCloseTo((0.5 + 0.5 + 0.75) / 3, 12);
    expect(mace).toBeCloseTo((0.5 + 0.75) / 2, 12);
  });

  test("confidences on either side of a bin's edge (3/15) count apart", () => {
    // In one bin, right and wrong would partly make up for each other.
    const right = [0.1999, 0.16, 0.16, 0.16, 0.16, 0.1601];
    const wrong = [0.16, 0.2001, 0.16, 0.16, 0.16, 0.1599];
    const { ece } = scorePredictions(logs(...right, ...wrong), [0, 0], 6);
    expect(ece).toBeCloseTo((1 - 0.1999 + 0.2001) / 2, 6);
  });

  test('a sure and right prediction scores perfectly, a sure and wrong one as wrong as it is sure', () => {
    expect(scorePredictions(Float32Array.of(-800, 0), [1], 2)).toEqual({
      accuracy: 1,
      nll: 0,
      brier: 0,
      ece: 0,
      mace: 0,
    });
    // e^-800 is below the smallest number of double precision.
    const wrong = scorePredictions(Float32Array.of(-800, 0), [0], 2);
    expect(wrong.nll).toBe(800);
    expect(wrong).toMatchObject({ accuracy: 0, brier: 2, ece: 1 });
  });

  test('probabilities that are not numbers show in the scores', () => {
    const scores = scorePredictions(Float32Array.of(Number.NaN, Number.NaN), [0], 2);
    expect(scores).toMatchObject({ accuracy: 0, nll: Number.NaN, brier: Number.NaN, ece: Number.NaN });
  });

  test('of equal probabilities the first class is predicted', () => {
    expect(mostLikely(Float32Array.of(0.2, 0.4, 0.4))).toBe(1);
    expect(mostLikely(Float32Array.of(Number.NaN, 0.4, 0.6))).toBe(2);
    expect(mostLikely(Float32Array.of(0.4, Number.NaN, 0.2))).toBe(0);
  });
});

describe('uncertainty in nats', () => {
  test('entropy is 0 when sure and log(classes) when even', () => {
    const [sure, even] = entropies(logs(1, 0, 0, 0, 0.25, 0.25, 0.25, 0.25), 4);
    expect(sure).toBe(0);
    expect(even).toBeCloseTo(Math.log(4), 6);
  });

  test('samples that are sure but disagree are all epistemic; samples that agree are not at all', () => {
    const pooled = entropies(logs(0.5, 0.5, 0.5, 0.5), 2);
    const meanOfSamples = Float32Array.of(0, Math.log(2));
    const [disagree, agree] = mutualInformation(pooled, meanOfSamples);
    expect(disagree).toBeCloseTo(Math.log(2), 6);
    expect(agree).toBe(0);
  });
});

test('no items have no scores', () => {
  expect(new ClassificationEvaluation(0, 3).scores()).toEqual({});
});
