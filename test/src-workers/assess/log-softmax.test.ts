import { expect, test } from 'vitest';
import { logSoftmaxWithEntropies } from '../../../src-workers/assess/log-softmax';

test('logits become log probabilities with their entropies: those of two equal classes log 2, of a certain one 0', () => {
  const logits = Float32Array.of(3, 3, -Infinity, 700, -700, 0, Math.log(1), Math.log(2), Math.log(5));
  const entropies = logSoftmaxWithEntropies(logits, 3);
  expect([...logits.subarray(0, 3)]).toEqual([-Math.fround(Math.LN2), -Math.fround(Math.LN2), -Infinity]);
  expect([...logits.subarray(3, 6)], 'a probability too small for a number keeps its logarithm').toEqual([
    0, -1400, -700,
  ]);
  // SciPy 1.17: scipy.stats.entropy([1, 2, 5])
  for (const [row, expected] of [Math.LN2, 0, 0.9002560513].entries())
    expect(entropies[row]).toBeCloseTo(expected, 6);
});

test('what is no number makes an entropy that is none', () => {
  expect([...logSoftmaxWithEntropies(Float32Array.of(0, Number.NaN, 1), 3)]).toEqual([Number.NaN]);
});
