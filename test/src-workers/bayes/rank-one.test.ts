import '@tensorflow/tfjs';
import {
  add,
  grads,
  memory,
  type Scalar,
  setBackend,
  square,
  sum,
  type Tensor,
  type Tensor3D,
  tensor,
  tidy,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { rankOneFamily } from '../../../src-workers/bayes/families/rank-one';
import { gaussianPrior } from '../../../src-workers/bayes/priors/gaussian-prior';
import { sampledNormal } from '../../../src-workers/random/sampled-noise';

beforeAll(() => {
  setBackend('cpu');
});

const dense = [
  { name: 'layers.0.weight', shape: [2, 2], fanIn: 2, bayesian: true, initial: 'uniform' },
  { name: 'layers.0.bias', shape: [2], fanIn: 2, bayesian: true, initial: 'uniform' },
] as const;
const settings = { prior: gaussianPrior(() => 2), factorStd: 0.1 };
const family = rankOneFamily(dense, settings);
const seeds = tensor([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [2, 3, 2], 'int32') as Tensor3D;
const samples = { seeds, samples: 3, first: 0 };

/** W, b, then mean and log_std of r and of s. */
const parametersOf = (logStd: number) => [
  tensor([1, 2, 3, 4], [2, 2]),
  tensor([1, -1]),
  tensor([2, 3]),
  tensor([logStd, logStd]),
  tensor([5, 7]),
  tensor([logStd, logStd]),
];
/** Of no spread. */
const certain = -40;
const inputs = tensor([1, 1], [1, 1, 2]);

describe('a kernel times a rank-1 matrix', () => {
  test('scales inputs and outputs of a dense layer, by hand', () => {
    const { layers } = family.draw(parametersOf(certain), samples);
    // [1, 1] ∘ [2, 3] = [2, 3]; times W [11, 16]; times [5, 7] [55, 112]; plus the bias.
    expect([...layers.dense('layers.0', inputs).dataSync()]).toEqual([56, 111, 56, 111, 56, 111]);
  });

  test('scales channels of a convolution, whose biases are shared', () => {
    const convolution = rankOneFamily([{ ...dense[0], shape: [1, 2, 2, 2] }, dense[1]], settings);
    const [, ...others] = parametersOf(certain);
    const kernel = tensor([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 2, 2]);
    const drawn = convolution.drawLayers([kernel, ...others], samples);
    const [first] = drawn.weight('layers.0.weight').unstack();
    // [in, out] of each place: times [[10, 14], [15, 21]].
    expect([...first.dataSync()]).toEqual([10, 28, 45, 84, 50, 84, 105, 168]);
    expect(drawn.weight('layers.0.bias').shape).toEqual([1, 2]);
  });

  test('has noise of its own in each sample, by the seeds of its factors', () => {
    const parameters = parametersOf(Math.log(0.5));
    const [ofInputs, ofOutputs] = [0, 1].map((stream) =>
      sampledNormal(seeds.slice(stream, 1).reshape([3, 2]), [2]).arraySync(),
    ) as number[][][];
    const found = family
      .draw(parameters, samples)
      .layers.weight('layers.0.weight')
      .arraySync() as number[][][];
    const kernel = [
      [1, 2],
      [3, 4],
    ];
    for (const [sample, rows] of found.entries())
      for (const [i, row] of rows.entries())
        for (const [j, value] of row.entries()) {
          const factors = (2 + i + 0.5 * ofInputs[sample][i]) * (5 + 2 * j + 0.5 * ofOutputs[sample][j]);
          expect(value).toBeCloseTo(kernel[i][j] * factors, 4);
        }
  });

  test('has factors only where a layer is uncertain', () => {
    const points = rankOneFamily(
      dense.map((weight) => ({ ...weight, bayesian: false })),
      settings,
    );
    expect(points.parameters.map(({ name }) => name)).toEqual(['layers.0.weight', 'layers.0.bias']);
    expect(points.noiseTensors).toBe(0);
    expect(family.parameters.map(({ name }) => name)).toEqual([
      'layers.0.weight',
      'layers.0.bias',
      'layers.0.weight.input_factor.mean',
      'layers.0.weight.input_factor.log_std',
      'layers.0.weight.output_factor.mean',
      'layers.0.weight.output_factor.log_std',
    ]);
  });
});

test('the divergence is that of Gaussians around 1, with the prior’s penalty on what is shared', () => {
  // −log N(0, 2²) of 1, 2, 3, 4, 1, −1.
  const penalty = 32 / 8 + 6 * Math.log(2 * Math.sqrt(2 * Math.PI));
  const atPrior = family
    .initialValues(1)
    .slice(2)
    .map((values) => tensor(values));
  const [kernel, bias] = parametersOf(0);
  const divergence = (factors: readonly Tensor[]) =>
    family
      .draw([kernel, bias, ...factors], samples)
      .divergence()
      .dataSync()[0];
  expect(divergence(atPrior)).toBeCloseTo(penalty, 4);
  const [, ...others] = atPrior;
  // N(1.2, 0.1²) and N(1, 0.1²) from N(1, 0.1²).
  expect(divergence([tensor([1.2, 1]), ...others])).toBeCloseTo(penalty + 0.04 / 0.02, 4);
  const [means, , ...ofOutputs] = atPrior;
  const narrow = tensor([Math.log(0.05), Math.log(0.1)]);
  expect(divergence([means, narrow, ...ofOutputs])).toBeCloseTo(penalty + Math.log(2) + 0.25 / 2 - 0.5, 4);
});

test('gradients of kernel, bias and factors are those of finite differences', () => {
  const loss = (...parameters: Tensor[]): Scalar => {
    const { layers, divergence } = family.draw(parameters, samples);
    const outputs = layers.dense('layers.0', inputs);
    return add(sum(square(outputs)).mul(1e-3), divergence().mul(0.01)) as Scalar;
  };
  const parameters = parametersOf(Math.log(0.5));
  const step = 1e-2;
  grads(loss)(parameters).forEach((gradient, which) => {
    gradient.dataSync().forEach((value, at) => {
      const moved = (by: number) =>
        loss(
          ...parameters.map((own, index) => {
            const values = own.dataSync().slice();
            if (index === which) values[at] += by;
            return tensor(values, own.shape);
          }),
        ).dataSync()[0];
      const difference = (moved(step) - moved(-step)) / (2 * step);
      // Central differences of float32 sums of some ten nats.
      expect(Math.abs(value - difference)).toBeLessThan(0.01 * Math.max(1, Math.abs(difference)));
    });
  });
});

test('a draw and its divergence leave no tensors behind', () => {
  const parameters = parametersOf(-1);
  const before = memory().numTensors;
  tidy(() => {
    const { layers, divergence } = family.draw(parameters, samples);
    layers.dense('layers.0', inputs);
    divergence();
  });
  expect(memory().numTensors).toBe(before);
});
