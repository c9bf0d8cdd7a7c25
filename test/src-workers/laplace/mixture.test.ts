import { setBackend, tensor, tensor3d, tidy } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { laplaceFamily } from '../../../src-workers/bayes/families/laplace';
import { laplaceScope } from '../../../src-workers/bayes/laplace/laplace-scope';
import '@tensorflow/tfjs';
import { givenData, perceptron } from './given-data';

const data = givenData([[1], [2]], [0, 0]);
const model = perceptron([], data);

/** Slopes of two networks without a bias' worth, and covariances that are nothing. */
const parameters = () => [
  tensor([3, 5], [2, 1, 1]),
  tensor([0, 0], [2, 1]),
  tensor(new Float32Array(8), [2, 2, 2]),
];
const seeds = () =>
  tensor3d(Array.from({ length: 5 }, (_, sample) => [sample, 7]).flat(), [1, 5, 2], 'int32');

describe.each(['linearised', 'probit', 'network'] as const)(
  'samples of a mixture around two networks (%s)',
  (predictive) => {
    const family = laplaceFamily(
      model,
      {
        method: 'laplace',
        weights: 'all',
        structure: 'full',
        predictive,
        precisionBy: 'auto',
        priorPer: 'network',
      },
      2,
    );

    test.each([
      [0, [3, 5, 3, 5, 3]],
      [1, [5, 3, 5, 3, 5]],
    ])('are drawn around them in turn, from network %s on', (first, slopes) => {
      setBackend('cpu');
      const outputs = tidy(() => {
        const samples = { seeds: seeds(), samples: 5, first };
        const inputs = tensor([1, 2], [2, 1]);
        const predicted = family.linear
          ? family.linear.outputs(parameters(), samples, inputs)
          : model.forward(inputs.expandDims(0), family.drawLayers(parameters(), samples));
        return [...predicted.dataSync()];
      });
      expect(outputs).toEqual(slopes.flatMap((slope) => [slope, 2 * slope]));
    });
  },
);

describe('the weights that get a spread', () => {
  const sized = (hidden: readonly number[]) => perceptron(hidden, data).weights;

  test('are all of a small network, and those of the last layer of a larger one', () => {
    expect(laplaceScope(sized([50]), { weights: 'auto', structure: 'auto' })).toMatchObject({ size: 151 });
    expect(laplaceScope(sized([100, 100]), { weights: 'auto', structure: 'auto' })).toMatchObject({
      size: 101,
      lastLayer: 'layers.2',
    });
  });

  test('are refused where their covariance is too large, with what fits', () => {
    expect(() => laplaceScope(sized([100, 100]), { weights: 'all', structure: 'full' })).toThrow(
      'inference.weights: the full covariance of 10401 weights is a matrix of 0.4 GB, and 4000 weights are the most; use last-layer, which has 101, or structure kronecker or diagonal.',
    );
    expect(() => laplaceScope(sized([5000]), { weights: 'auto', structure: 'full' })).toThrow(
      'the full covariance of 5001 weights is a matrix of 0.1 GB, and 4000 weights are the most; use structure kronecker or diagonal.',
    );
  });
});
