import { describe, expect, test } from 'vitest';
import {
  likenessOfClasses,
  likenessOfValues,
  SampleVariety,
} from '../../../../src-workers/evaluate/scores/sample-variety';
import { ValueSamples } from '../../../../src-workers/evaluate/value-samples';

describe('the number of different samples that predictions are worth', () => {
  const ofClasses = (...samples: readonly number[][]) => {
    const variety = new SampleVariety(samples.length, 2, likenessOfClasses(2));
    variety.add(Float32Array.from(samples.flat(), Math.log), 1);
    return variety.value();
  };

  test('is 1 where all predict the same, and their number where none has anything in common', () => {
    expect(ofClasses([0.3, 0.7], [0.3, 0.7], [0.3, 0.7])).toBeCloseTo(1, 6);
    expect(ofClasses([1, 0], [0, 1])).toBeCloseTo(2, 6);
  });

  // Likeness 1 within the pairs and 0 between them: 16 / 8.
  test('is 2 of two pairs that are sure of different classes', () => {
    expect(ofClasses([1, 0], [1, 0], [0, 1], [0, 1])).toBeCloseTo(2, 6);
  });

  test('is that of the mean likeness over the items, chunk by chunk', () => {
    const variety = new SampleVariety(2, 2, likenessOfClasses(2));
    variety.add(Float32Array.of(1, 0, 1, 0).map(Math.log), 1);
    variety.add(Float32Array.of(1, 0, 0, 1).map(Math.log), 1);
    // Likeness 1 and 0, 0.5 in the mean: 4 / (2 + 2 / 4).
    expect(variety.value()).toBeCloseTo(1.6, 6);
  });

  test('is found from the overlap of Gaussians where values are predicted', () => {
    const variety = new SampleVariety(
      2,
      2,
      likenessOfValues(new ValueSamples(2, { kind: 'by-sample', stds: Float64Array.of(0.5, 0.5) }, 1), 1),
    );
    variety.add(Float32Array.of(0, 1), 1);
    // exp(-1 / (8 * 0.25)) = exp(-0.5), squared exp(-1): 4 / (2 + 2 / e).
    expect(variety.value()).toBeCloseTo(4 / (2 + 2 / Math.E), 6);
  });

  test('counts different noise around the same values as a difference', () => {
    const predicted = new ValueSamples(2, { kind: 'predicted' }, 1);
    const variety = new SampleVariety(2, 2, likenessOfValues(predicted, 1));
    variety.add(Float32Array.of(0, 1, 0, 3), 1);
    // N(0, 1) and N(0, 9): sqrt(2 * 3 / 10), squared 0.6: 4 / (2 + 1.2).
    expect(variety.value()).toBeCloseTo(4 / 3.2, 6);
  });
});
