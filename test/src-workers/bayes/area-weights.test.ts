import '@tensorflow/tfjs';
import { readFileSync } from 'node:fs';
import { grad, setBackend, sum, type Tensor, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { rowAreas } from '../../../src-files/data/row-areas';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import { buildLikelihood } from '../../../src-workers/bayes/likelihoods/build-likelihood';

interface Case {
  readonly outputs: readonly number[];
  /** [samples, items, rows, columns, numbers] */
  readonly outputShape: readonly number[];
  readonly targets: readonly (number | null)[];
  readonly logLikelihood: readonly number[];
  readonly gradients: readonly number[];
}

interface Recorded {
  readonly latitudes: readonly number[];
  readonly weights: readonly number[];
  readonly cases: Readonly<Record<string, Case>>;
}

/** Recorded with PyTorch: `python test/parity/record_area_weights.py`. */
const recorded: Recorded = JSON.parse(readFileSync('test/parity/fixtures/area-weights.json', 'utf8'));

const noises: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  fixed: { kind: 'fixed', std: 0.7 },
  'log-variance': { kind: 'log-variance' },
  poisson: { kind: 'poisson' },
  quantiles: { kind: 'quantiles', levels: [0.1, 0.5, 0.9], scale: 0.6 },
};

beforeAll(() => {
  setBackend('cpu');
});

test('weights are the areas of rows in times of their mean, which is 1', () => {
  rowAreas(recorded.latitudes).forEach((area, row) => {
    expect(area).toBeCloseTo(recorded.weights[row], 12);
  });
  expect(recorded.weights.reduce((all, one) => all + one, 0) / recorded.weights.length).toBeCloseTo(1, 12);
});

test.each(Object.entries(recorded.cases))(
  'a likelihood of %s counts each row by its weight, and so do its gradients, as PyTorch has them',
  (kind, { outputs, outputShape, targets, logLikelihood, gradients }) => {
    const [, items, rows, columns] = outputShape;
    const { logLikelihood: density } = buildLikelihood(
      experimentSchema.parse({
        data: { dataset: 'field', path: 'a.nc', variables: ['t', 'u'], areaWeights: true },
        model: { kind: 'mlp' },
        inference: { noise: noises[kind] },
        parallel: { mode: 'local', devices: ['cpu:0'] },
      }),
      {
        kind: 'regression',
        inputShape: [rows, columns, 2],
        targetShape: [rows, columns, 2],
        targetNames: ['t', 'u'],
        targetMean: [0, 0],
        targetStd: [1, 1],
        rowWeights: recorded.weights,
      },
    );
    const given = tensor(
      targets.map((value) => value ?? Number.NaN),
      [1, items, rows, columns, 2],
    );
    const made = tensor([...outputs], [...outputShape]);
    const found = density(made, given, []).dataSync();
    logLikelihood.forEach((right, at) => {
      expect(found[at] / right).toBeCloseTo(1, 5);
    });
    const slopes = grad((x: Tensor) => sum(density(x, given, [])))(made).dataSync();
    gradients.forEach((right, at) => {
      expect(Math.abs(slopes[at] - right)).toBeLessThan(2e-5 * (1 + Math.abs(right)));
    });
  },
);
