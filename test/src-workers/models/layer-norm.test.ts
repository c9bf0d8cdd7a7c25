import { describe, expect, test } from 'vitest';
import { layerNormWeights } from '../../../src-shared/experiment/networks/tensors/layer-norm';
import { SampledLayers } from '../../../src-workers/bayes/sampled-layers';
import { layerNorm } from '../../../src-workers/models/layer-norm';
import { relativeDistance } from '../relative-distance';
import {
  finiteDifferenceRatio,
  type Probe,
  randomArgument,
  resultOf,
  slopeInGraph,
  slopeInJavascript,
} from './probe';

const normalised: Probe['to'] = (x, weight, bias) =>
  layerNorm(
    new SampledLayers(
      new Map([
        ['norm.weight', weight],
        ['norm.bias', bias],
      ]),
      2,
    ),
    'norm',
    x,
  );

test('Layer normalisation brings the last axis to mean 0 and variance 1, then scales and shifts it', () => {
  const { values } = resultOf({
    of: [
      { shape: [1, 1, 2], values: Float32Array.of(1, 5) },
      { shape: [1, 2], values: Float32Array.of(2, 1) },
      { shape: [1, 2], values: Float32Array.of(0, 10) },
    ],
    to: normalised,
  });
  expect(values[0]).toBeCloseTo(-2, 4);
  expect(values[1]).toBeCloseTo(11, 4);
});

test('Its scale starts at one and its offset at zero, and neither is Bayesian', () => {
  expect(layerNormWeights('norm', 3)).toEqual([
    { name: 'norm.weight', shape: [3], fanIn: 3, bayesian: false, initial: 'ones' },
    { name: 'norm.bias', shape: [3], fanIn: 3, bayesian: false, initial: 'zeros' },
  ]);
});

describe.each([
  ['one scale for all samples', [2, 3, 4, 5], [1, 5]],
  ['a scale for each sample', [2, 3, 4, 5], [2, 5]],
  ['a scale for each sample of one input', [1, 3, 4, 5], [2, 5]],
])('the gradient with %s', (_case, inputShape, weightShape) => {
  const probe: Probe = {
    of: [randomArgument(inputShape, 1), randomArgument(weightShape, 2), randomArgument(weightShape, 3)],
    to: normalised,
  };

  test('is what finite differences show', () => {
    expect(finiteDifferenceRatio(probe, 0)).toBeCloseTo(1, 2);
  });

  test('is the same in a graph', () => {
    expect(relativeDistance(slopeInGraph(probe).gradient, slopeInJavascript(probe).gradient)).toBeLessThan(
      1e-5,
    );
  });
});
