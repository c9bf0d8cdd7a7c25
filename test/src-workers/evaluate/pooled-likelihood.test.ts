import { readFileSync } from 'node:fs';
import '@tensorflow/tfjs';
import { setBackend, tensor3d, tidy } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { categorical } from '../../../src-workers/bayes/likelihoods/categorical';
import { ReportedClassification } from '../../../src-workers/evaluate/reports/reported-classification';
import { LogMeanExp } from '../../../src-workers/evaluate/scores/log-mean-exp';

/** As SciPy's logsumexp has it (test/parity/record_pooled_likelihood.py): items from unsure to surer than doubles can say. */
const recorded = z
  .object({
    shape: z.tuple([z.int(), z.int(), z.int()]),
    logits: z.array(z.number()),
    labels: z.array(z.int()),
    errors: z.array(z.number()),
    nll: z.record(z.string(), z.number()),
  })
  .parse(JSON.parse(readFileSync('test/parity/fixtures/pooled-likelihood.json', 'utf8')));
const [samples, items, classes] = recorded.shape;
/** Single precision of the networks' log probabilities. */
const closeness = 1e-6;

function evaluated(chunks: readonly (readonly number[])[]): ReportedClassification {
  const evaluation = new ReportedClassification(items, classes, samples);
  const predicted = tidy(() =>
    categorical.predictive(tensor3d(recorded.logits, recorded.shape)).dataSync<'float32'>().slice(),
  );
  for (const chunk of chunks) {
    const draws = Array.from({ length: samples }, (_, sample) =>
      chunk.map((item) => {
        const from = (sample * items + item) * classes;
        return [...predicted.subarray(from, from + classes)];
      }),
    );
    const labels = Int32Array.from(chunk, (item) => recorded.labels[item]);
    evaluation.add(Float32Array.from(draws.flat(2)), samples, labels);
  }
  return evaluation;
}

describe('the negative log-likelihood of pooled predictions is that of SciPy, however sure and wrong they are', () => {
  beforeAll(() => {
    setBackend('cpu');
  });

  test('of all samples', () => {
    const { nll } = evaluated([[0, 1, 2, 3, 4, 5]]).scores();
    expect(nll / recorded.nll[samples]).toBeCloseTo(1, 6);
  });

  test('of the first 1, 2, 4 and all of them, and of each item that is shown', () => {
    const picture = { height: 1, width: 1, channels: 1, pixels: Uint8Array.of(0) };
    const { bySamples, shownItems } = evaluated([
      [0, 1, 2, 3],
      [4, 5],
    ]).reporter.report(
      Array.from({ length: classes }, (_, label) => `${label}`),
      () => picture,
    );
    for (const { samples: count, nll } of bySamples)
      expect(Math.abs(nll / recorded.nll[count] - 1), `${count}`).toBeLessThan(closeness);
    expect(shownItems).toHaveLength(items);
    for (const { item, error } of shownItems)
      expect(Math.abs(error / recorded.errors[item] - 1), `${item}`).toBeLessThan(closeness);
  });
});

describe('the logarithm of a mean', () => {
  const meanOf = (...logs: number[]) => {
    const pooled = new LogMeanExp(1);
    for (const log of logs) pooled.add(Float32Array.of(log));
    const means = new Float32Array(1);
    pooled.writeTo(means);
    return means[0];
  };

  test('does not depend on which comes first', () => {
    expect(meanOf(-900, -3, -Infinity)).toBeCloseTo(-3 - Math.log(3), 6);
    expect(meanOf(-Infinity, -3, -900)).toBeCloseTo(-3 - Math.log(3), 6);
  });

  test('is -Infinity where nothing is likely, and no number where one is none', () => {
    expect(meanOf(-Infinity, -Infinity)).toBe(-Infinity);
    expect(meanOf(-1, Number.NaN)).toBeNaN();
    expect(meanOf(Number.NaN, -1)).toBeNaN();
  });
});
