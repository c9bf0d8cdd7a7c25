import '@tensorflow/tfjs';
import { mul, oneHot, setBackend, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { modelSchema } from '../../../src-shared/experiment/networks';
import { thresholdsName } from '../../../src-shared/experiment/ordinal-thresholds';
import { SampledLayers } from '../../../src-workers/bayes/sampled-layers';
import { startThresholds } from '../../../src-workers/data/start-thresholds';
import { buildModel } from '../../../src-workers/models/build-model';
import { withOrdinalLink } from '../../../src-workers/models/ordinal-link';
import recorded from '../../parity/fixtures/ordinal.json';
import { type Probe, resultOf, slopesInGraph, slopesInJavascript } from './probe';

const { start, weights, latent, labels, logLikelihoods, probabilities, gradientOfLatent, gradientOfWeights } =
  recorded.link;
const items = latent.length;
const classes = start.length + 1;

/** A network that gives what it is given. */
const link = withOrdinalLink({ weights: [], dropoutSites: [], forward: (inputs) => inputs }, start);

function classesOf(given: Tensor, own: Tensor): Tensor {
  return link.forward(given, new SampledLayers(new Map([[thresholdsName, own]]), own.shape[0]));
}

const probe: Probe = {
  of: [
    { shape: [1, items, 1], values: Float32Array.from(latent) },
    { shape: [1, start.length], values: Float32Array.from(weights) },
  ],
  to: classesOf,
};

beforeAll(() => {
  setBackend('cpu');
});

test('probabilities and log-likelihoods are those of statsmodels’ OrderedModel for the same thresholds, far out too', () => {
  const { values, shape } = resultOf(probe);
  expect(shape).toEqual([1, items, classes]);
  probabilities.flat().forEach((probability, at) => {
    expect(Math.abs(Math.exp(values[at]) - probability)).toBeLessThan(1e-6);
  });
  labels.forEach((label, item) => {
    const expected = logLikelihoods[item];
    const found = values[item * classes + label];
    // statsmodels adds 1e-20 to what it takes the logarithm of, which counts at exp(-40).
    expect(Math.abs(found - expected)).toBeLessThan(expected < -40 ? 0.01 : 1e-5);
  });
});

test.each([
  ['the JavaScript engine', slopesInJavascript],
  ['the graph', slopesInGraph],
])(
  'gradients by the latent numbers and the thresholds’ weights are those of PyTorch in %s',
  (_engine, slopesOf) => {
    const ofTruths: Probe = {
      of: probe.of,
      to: (given, own) => sum(mul(classesOf(given, own), oneHot(tensor(labels, [items], 'int32'), classes))),
    };
    const [byLatent, byWeights] = slopesOf(ofTruths);
    gradientOfLatent.forEach((slope, at) => {
      expect(byLatent[at]).toBeCloseTo(slope, 5);
    });
    gradientOfWeights.forEach((slope, at) => {
      expect(byWeights[at]).toBeCloseTo(slope, 5);
    });
  },
);

test('thresholds of each sample are its own, and ascend whatever the weights are', () => {
  const own = tensor([0, -50, -50, 0, 0, 0], [2, 3]);
  const values = resultOf({ of: [], to: () => classesOf(tensor([0.3], [1, 1, 1]), own) });
  expect(values.shape).toEqual([2, 1, classes]);
  expect(values.values.every(Number.isFinite)).toBe(true);
  const sums = [0, 1].map((sample) =>
    values.values
      .subarray(sample * classes, (sample + 1) * classes)
      .reduce((all, log) => all + Math.exp(log), 0),
  );
  for (const all of sums) expect(all).toBeCloseTo(1, 6);
});

test('a network that gives 0 begins at the shares of the classes, half an item added to each', () => {
  const begun = startThresholds([0, 0, 0, 1, 3, 3], 4);
  const shares = [3.5, 1.5, 0.5, 2.5].map((count) => count / 8);
  const network = withOrdinalLink({ weights: [], dropoutSites: [], forward: (inputs) => inputs }, begun);
  const { values } = resultOf({
    of: [],
    to: () =>
      network.forward(
        tensor([0], [1, 1, 1]),
        new SampledLayers(new Map([[thresholdsName, tensor([0, 0, 0], [1, 3])]]), 1),
      ),
  });
  shares.forEach((share, at) => {
    expect(Math.exp(values[at])).toBeCloseTo(share, 6);
  });
});

test('any network is made for one number, with the thresholds among its weights', () => {
  const task = {
    kind: 'classification',
    inputShape: [5],
    classNames: ['low', 'mid', 'high'],
    thresholds: [-1, 1],
  } as const;
  const { weights: own } = buildModel(modelSchema.parse({ kind: 'mlp', hidden: [4] }), task);
  expect(own.map(({ name, shape }) => [name, shape])).toEqual([
    ['layers.0.weight', [5, 4]],
    ['layers.0.bias', [4]],
    ['layers.1.weight', [4, 1]],
    ['layers.1.bias', [1]],
    [thresholdsName, [2]],
  ]);
});
