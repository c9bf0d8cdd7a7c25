import '@tensorflow/tfjs';
import { setBackend, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { categorical } from '../../../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../../../src-workers/bayes/objectives/elbo';
import type { Forward } from '../../../src-workers/bayes/objectives/objective';
import { pooledAveraged } from '../../../src-workers/bayes/objectives/pooled';

beforeAll(() => {
  setBackend('cpu');
});

// Two samples of one item; logits ln 1, ln 3 give probabilities 1/4, 3/4; the second sample's are 1/2, 1/2.
const logits = () => tensor3d([0, Math.log(3), 0, 0], [2, 1, 2]);

const noPool = () => tensor2d([0], [1, 1]);

function forward(): Forward {
  const targets = tensor2d([1], [1, 1], 'int32');
  return {
    outputs: logits(),
    targets,
    logLikelihoods: () => categorical.logLikelihood(logits(), targets, []),
  };
}

test('the log-likelihood is that of the right class, draw by draw', () => {
  const values = categorical.logLikelihood(logits(), tensor2d([1], [1, 1], 'int32'), []);
  expect(values.shape).toEqual([2, 1]);
  expect(values.dataSync()[0]).toBeCloseTo(Math.log(3 / 4), 6);
  expect(values.dataSync()[1]).toBeCloseTo(Math.log(1 / 2), 6);
});

test('elbo takes the mean of the logs, pooled the log of the mean', () => {
  expect(elbo.term(forward(), noPool()).nll.dataSync()[0]).toBeCloseTo(
    -(Math.log(3 / 4) + Math.log(1 / 2)) / 2,
    6,
  );
  expect(pooledAveraged.term(forward(), noPool()).nll.dataSync()[0]).toBeCloseTo(
    -Math.log((3 / 4 + 1 / 2) / 2),
    6,
  );
});

test('accuracy counts every draw by itself', () => {
  expect(categorical.fit(logits(), tensor2d([1], [1, 1], 'int32')).dataSync()[0]).toBe(0.5);
});
