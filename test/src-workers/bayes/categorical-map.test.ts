import '@tensorflow/tfjs';
import { grad, setBackend, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { categoricalMap } from '../../../src-workers/bayes/likelihoods/categorical-map';

beforeAll(() => {
  setBackend('cpu');
});

// Two samples of one item of 1 x 3 pixels in two classes: probabilities of class 1 are 3/4, 1/2, 1/4, then 1/2 in each.
const logits = () => tensor([0, Math.log(3), 0, 0, Math.log(3), 0, 0, 0, 0, 0, 0, 0], [2, 1, 1, 3, 2]);
/** The last pixel is ignored. */
const labels = () => tensor([1, 0, -1], [1, 1, 1, 3], 'int32');

test('an item’s log-likelihood is the sum over its pixels, without those that are ignored', () => {
  const values = categoricalMap.logLikelihood(logits(), labels(), []);
  expect(values.shape).toEqual([2, 1]);
  expect(values.dataSync()[0]).toBeCloseTo(Math.log(3 / 4) + Math.log(1 / 2), 6);
  expect(values.dataSync()[1]).toBeCloseTo(2 * Math.log(1 / 2), 6);
});

test('an ignored pixel has no gradient, others that of a softmax', () => {
  const slope = grad((x: Tensor) => categoricalMap.logLikelihood(x, labels(), []).sum())(logits());
  // One-hot less the probabilities.
  const expected = [-1 / 4, 1 / 4, 1 / 2, -1 / 2, 0, 0, -1 / 2, 1 / 2, 1 / 2, -1 / 2, 0, 0];
  for (const [at, value] of expected.entries()) expect(slope.dataSync()[at]).toBeCloseTo(value, 6);
});

test('accuracy is the share of known pixels that draws name right', () => {
  // Of equal logits the first class is named: right are both pixels of the first draw, and one of the second.
  expect(categoricalMap.fit(logits(), labels()).dataSync()[0]).toBeCloseTo(3 / 4, 6);
});

test('a batch of nothing but ignored pixels says nothing, and is no division by zero', () => {
  const none = tensor([-1, -1, -1], [1, 1, 1, 3], 'int32');
  expect([...categoricalMap.logLikelihood(logits(), none, []).dataSync()]).toEqual([0, 0]);
  expect(categoricalMap.fit(logits(), none).dataSync()[0]).toBe(0);
});
