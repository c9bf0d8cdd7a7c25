import '@tensorflow/tfjs';
import { setBackend, tensor1d, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { accuracyOfDraws, categoricalLogLikelihood } from '../../../src-workers/bayes/log-likelihood';
import { elbo } from '../../../src-workers/bayes/objectives/elbo';
import { pooledAveraged } from '../../../src-workers/bayes/objectives/pooled';

beforeAll(() => {
  setBackend('cpu');
});

// Two samples of one item; logits ln 1, ln 3 give probabilities 1/4, 3/4; the second sample's are 1/2, 1/2.
const logits = () => tensor3d([0, Math.log(3), 0, 0], [2, 1, 2]);

const noPool = () => tensor1d([0]);

test('the log-likelihood is that of the right class, draw by draw', () => {
  const values = categoricalLogLikelihood(logits(), tensor1d([1], 'int32'));
  expect(values.shape).toEqual([2, 1]);
  expect(values.dataSync()[0]).toBeCloseTo(Math.log(3 / 4), 6);
  expect(values.dataSync()[1]).toBeCloseTo(Math.log(1 / 2), 6);
});

test('elbo takes the mean of the logs, pooled the log of the mean', () => {
  const values = categoricalLogLikelihood(logits(), tensor1d([1], 'int32'));
  expect(elbo(values, noPool()).nll.dataSync()[0]).toBeCloseTo(-(Math.log(3 / 4) + Math.log(1 / 2)) / 2, 6);
  expect(pooledAveraged(values, noPool()).nll.dataSync()[0]).toBeCloseTo(-Math.log((3 / 4 + 1 / 2) / 2), 6);
});

test('accuracy counts every draw by itself', () => {
  expect(accuracyOfDraws(logits(), tensor1d([1], 'int32')).dataSync()[0]).toBe(0.5);
});
