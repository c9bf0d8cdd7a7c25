import '@tensorflow/tfjs';
import { setBackend, tensor1d, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { accuracyOfDraws, negativeLogLikelihood } from '../../../src-workers/bayes/elbo';

beforeAll(() => {
  setBackend('cpu');
});

// Two samples of one item; logits ln 1, ln 3 give probabilities 1/4, 3/4; the second sample's are 1/2, 1/2.
const logits = () => tensor3d([0, Math.log(3), 0, 0], [2, 1, 2]);

test('the data term is the mean over samples of -log p of the right class', () => {
  const expected = (-Math.log(3 / 4) - Math.log(1 / 2)) / 2;
  expect(negativeLogLikelihood(logits(), tensor1d([1], 'int32')).dataSync()[0]).toBeCloseTo(expected, 6);
});

test('accuracy counts every draw by itself', () => {
  expect(accuracyOfDraws(logits(), tensor1d([1], 'int32')).dataSync()[0]).toBe(0.5);
});
