import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { laplaceFamily } from '../../../src-workers/bayes/families/laplace';
import { laplaceScope } from '../../../src-workers/bayes/laplace/laplace-scope';
import { fitNetwork } from '../../../src-workers/laplace/fit-network';
import { NetworkCurvature } from '../../../src-workers/laplace/network-curvature';
import { relativeDistance } from '../relative-distance';
import { givenData, perceptron } from './given-data';
import { linearPredictions } from './linear-predictions';

// Recorded from laplace-torch by test/parity/record_laplace.py, in double precision.
interface Recorded {
  /** Generalised Gauss-Newton matrix; weights of a layer as PyTorch has them, [out, in]. */
  readonly curvature: readonly (readonly number[])[];
  readonly log_evidence: number;
  /** Of the linearised network for the test inputs, [items, outputs]. */
  readonly means: readonly (readonly number[])[];
  /** [items, outputs, outputs] */
  readonly variances: readonly (readonly (readonly number[])[])[];
}
interface Case {
  readonly hidden: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly number[] | readonly (readonly number[])[];
  readonly test_inputs: readonly (readonly number[])[];
  readonly all: Recorded;
  readonly last_layer: Recorded;
}
const file = join(import.meta.dirname, '../../parity/fixtures/laplace.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly prior_precision: number;
  readonly noise: number;
  readonly regression: Case;
  readonly classification: Case;
};

// Derivatives are computed in single precision; sums, determinants and inverses in double.
const tolerance = 1e-5;

test.each([
  ['regression', 'all', 'all'],
  ['regression', 'last-layer', 'last_layer'],
  ['classification', 'all', 'all'],
  ['classification', 'last-layer', 'last_layer'],
] as const)(
  '%s, %s weights: curvature, evidence and linearised predictions are those of laplace-torch',
  async (kind, weights, key) => {
    const given = recorded[kind];
    const expected = given[key];
    const isRegression = kind === 'regression';
    const data = givenData(given.inputs, given.targets, isRegression ? undefined : 3);
    const model = perceptron(given.hidden, data);
    const scope = laplaceScope(model.weights, { weights });
    const values = model.weights.map(({ name }) => Float32Array.from(given.weights[name].flat()));
    const curvature = new NetworkCurvature(model, scope, data, { kind: 'javascript' });
    const sum = await curvature.over(data.train, values);
    curvature.dispose();

    const order = placesInTorch(scope.tensors.map(({ shape }) => shape));
    const size = order.length;
    const matrix = order.flatMap((row, i) =>
      order.map((column, j) => [
        expected.curvature[row][column],
        sum.matrix[Math.max(i, j) * size + Math.min(i, j)],
      ]),
    );
    expect(
      relativeDistance(
        matrix.map(([, own]) => own),
        matrix.map(([theirs]) => theirs),
      ),
    ).toBeLessThan(tolerance);

    const trainedNoise = isRegression ? recorded.noise ** -2 : 1;
    const own = scope.tensors.flatMap(({ name }) => [
      ...values[model.weights.findIndex((one) => one.name === name)],
    ]);
    const network = {
      weights: Float64Array.from(own),
      trainedPrecision: new Float64Array(size).fill(recorded.prior_precision),
      trainedNoise,
      // The recorded networks are random: far from a minimum, which none of these numbers ask for.
      items: 1e6,
    };
    const fitted = fitNetwork(network, sum, { priorPrecision: recorded.prior_precision, learnsNoise: false });
    expect(fitted.logEvidence).toBeCloseTo(expected.log_evidence, 3);

    const family = laplaceFamily(model, { method: 'laplace', weights, predictive: 'linearised' }, 1);
    const roots = [...values, Float32Array.from(fitted.covarianceRoot)];
    const outputs = expected.means[0].length;
    const { means, variances } = linearPredictions(family, roots, given.test_inputs, outputs);
    expect(relativeDistance(means, expected.means.flat())).toBeLessThan(tolerance);
    expect(relativeDistance(variances, expected.variances.flat(2))).toBeLessThan(tolerance);
  },
);

/** Where PyTorch has our weights, which lie [in, out] there [out, in]. */
function placesInTorch(shapes: readonly (readonly number[])[]): readonly number[] {
  let first = 0;
  return shapes.flatMap((shape) => {
    const [inputs, outputs = 1] = shape.length === 2 ? shape : [1, shape[0]];
    const places = Array.from(
      { length: inputs * outputs },
      (_, place) => first + (place % outputs) * inputs + Math.floor(place / outputs),
    );
    first += inputs * outputs;
    return places;
  });
}
