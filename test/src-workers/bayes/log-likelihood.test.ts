import '@tensorflow/tfjs';
import { setBackend, tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { categorical, weightedCategorical } from '../../../src-workers/bayes/likelihoods/categorical';
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

// torch.nn.functional.cross_entropy(logits[sample, [item]], y[[item]], weight=[5, 1, 0.5], reduction='sum') in PyTorch 2, negated.
test('with weights of classes it is what PyTorch’s weighted cross-entropy sums', () => {
  const outputs = tensor3d([0.5, -1, 2, 1, 1, 0, 0, 0.3, -0.2, 2, -1, 0.5], [2, 2, 3]);
  const values = weightedCategorical([5, 1, 0.5]).logLikelihood(
    outputs,
    tensor2d([2, 0], [1, 2], 'int32'),
    [],
  );
  const torch = [-0.12065564832857852, -4.309974020291255, -0.6766432776646246, -1.2065564832857851];
  expect([...values.dataSync()]).toEqual(torch.map((value) => expect.closeTo(value, 6)));
  expect(values.shape).toEqual([2, 2]);
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
