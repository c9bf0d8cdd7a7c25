import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Laplace } from '../../../src-shared/experiment/methods/laplace';
import { learnedByDefault as learned } from '../../../src-shared/experiment/noise/learned';
import { laplaceFamily } from '../../../src-workers/bayes/families/laplace';
import { type LaplaceScope, laplaceScope } from '../../../src-workers/bayes/laplace/laplace-scope';
import type { RunData, SeveralHeads } from '../../../src-workers/data/run-data';
import type { Curvature } from '../../../src-workers/laplace/curvature';
import { type FittedNetwork, fitNetwork } from '../../../src-workers/laplace/fit-network';
import { NetworkCurvature } from '../../../src-workers/laplace/network-curvature';
import { networkFor } from '../../../src-workers/models/build-model';
import { relativeDistance } from '../relative-distance';
import { givenData } from './given-data';
import { linearPredictions } from './linear-predictions';
import { placesInTorch } from './places-in-torch';

interface Approximation {
  readonly log_evidence: number;
  /** Of the linearised network for the test inputs, [items, outputs, outputs]. */
  readonly variances: readonly (readonly (readonly number[])[])[];
}
interface Case extends Readonly<Record<'full' | 'kronecker' | 'diagonal', Approximation>> {
  /** Generalised Gauss-Newton matrix; weights of a layer as PyTorch has them, [out, in]. */
  readonly curvature: readonly (readonly number[])[];
  readonly slope: readonly number[];
}
// Recorded by test/parity/record_heads_laplace.py, in double precision, from PyTorch's own second derivatives of the summed loss.
const recorded = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../parity/fixtures/heads-laplace.json'), 'utf8'),
) as {
  readonly prior_precision: number;
  readonly std: number;
  readonly unit: number;
  readonly head_weights: Readonly<Record<'kind' | 'price' | 'visits', number>>;
  readonly hidden: readonly number[];
  readonly weights: Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;
  readonly inputs: readonly (readonly number[])[];
  /** A label, a value (null where it is not known) and a count. */
  readonly targets: readonly (readonly [number, number | null, number])[];
  readonly test_inputs: readonly (readonly number[])[];
  readonly means: readonly (readonly number[])[];
  readonly all: Case;
  readonly last_layer: Case;
};

const tolerance = 1e-5;
const outputs = 5;
const inputShape = [3];
const { head_weights: weights, unit } = recorded;

function valuesOf(name: string, std: number) {
  return {
    kind: 'regression',
    inputShape,
    targetShape: [1],
    targetNames: [name],
    targetMean: [0],
    targetStd: [std],
  } as const;
}

const task: SeveralHeads = {
  kind: 'heads',
  inputShape,
  targetShape: [3],
  heads: [
    {
      name: 'kind',
      noise: learned,
      weight: weights.kind,
      outputs: [],
      task: { kind: 'classification', inputShape, classNames: ['a', 'b', 'c'] },
    },
    { name: 'price', noise: learned, weight: weights.price, outputs: [], task: valuesOf('price', 1) },
    {
      name: 'visits',
      noise: { kind: 'poisson', zeroIs: 'one' },
      weight: weights.visits,
      outputs: [],
      task: valuesOf('visits', unit),
    },
  ],
};

const rows = recorded.targets.map(([kind, price, visits]) => [kind, price ?? Number.NaN, visits / unit]);
const data: RunData = { ...givenData(recorded.inputs, rows), task };
const model = networkFor(
  { kind: 'mlp', hidden: [...recorded.hidden], activation: 'tanh', dropout: 0 },
  { inputShape, outputShape: [outputs] },
);
const values = model.weights.map(({ name }) => Float32Array.from(recorded.weights[name].flat()));

function settingsOf(which: Laplace['weights'], structure: Laplace['structure']): Laplace {
  return {
    method: 'laplace',
    weights: which,
    structure,
    predictive: 'linearised',
    precisionBy: 'evidence',
    priorPer: 'network',
  };
}

async function fitted(
  scope: LaplaceScope,
): Promise<{ readonly curvature: Curvature; readonly network: FittedNetwork }> {
  const sums = new NetworkCurvature(model, scope, data, { kind: 'javascript' });
  const curvature = await sums.over(data.train, values, [[1], [recorded.std], [1]]);
  sums.dispose();
  const own = scope.tensors.flatMap(({ name }) => [
    ...values[model.weights.findIndex((one) => one.name === name)],
  ]);
  const network = {
    weights: Float64Array.from(own),
    trainedPrecision: Float64Array.from(own, () => 1),
    trainedNoise: 1,
    // The recorded network is random: far from a minimum.
    items: 1e6,
  };
  const choice = { priorPrecision: recorded.prior_precision, learnsNoise: false };
  return { curvature, network: fitNetwork(scope, network, curvature, choice) };
}

describe.each([
  ['all', 'all'],
  ['last-layer', 'last_layer'],
] as const)('a class, a value and a count of one network, %s weights', (which, key) => {
  test('curvature and derivative are those of the summed loss by all outputs together', async () => {
    const scope = laplaceScope(model.weights, settingsOf(which, 'full'));
    const { curvature } = await fitted(scope);
    if (curvature.structure !== 'full') throw new Error('It was asked for whole.');
    const order = placesInTorch(scope.tensors.map(({ shape }) => shape));
    const size = order.length;
    const own = order.flatMap((_row, i) =>
      order.map((_column, j) => curvature.matrix[Math.max(i, j) * size + Math.min(i, j)]),
    );
    const theirs = order.flatMap((row) => order.map((column) => recorded[key].curvature[row][column]));
    expect(relativeDistance(own, theirs)).toBeLessThan(tolerance);
    const slopes = order.map((place) => recorded[key].slope[place]);
    expect(relativeDistance([...curvature.slope], slopes)).toBeLessThan(tolerance);
  });

  test.each(['full', 'kronecker', 'diagonal'] as const)(
    '%s: evidence, means and covariances of the linearised outputs',
    async (structure) => {
      const settings = settingsOf(which, structure);
      const scope = laplaceScope(model.weights, settings);
      const { curvature, network } = await fitted(scope);
      const expected = recorded[key][structure];
      const slopes = placesInTorch(scope.tensors.map(({ shape }) => shape)).map(
        (place) => recorded[key].slope[place],
      );
      expect(relativeDistance([...curvature.slope], slopes)).toBeLessThan(tolerance);
      expect(network.logEvidence).toBeCloseTo(expected.log_evidence, 3);
      const parameters = new Map([
        ...model.weights.map(({ name }, index): [string, Float32Array] => [name, values[index]]),
        ...[...network.covariance].map(([name, own]): [string, Float32Array] => [
          name,
          Float32Array.from(own),
        ]),
      ]);
      const found = linearPredictions(
        laplaceFamily(model, settings, 1),
        parameters,
        recorded.test_inputs,
        inputShape,
        outputs,
      );
      expect(relativeDistance(found.means, recorded.means.flat())).toBeLessThan(tolerance);
      expect(relativeDistance(found.variances, expected.variances.flat(2))).toBeLessThan(tolerance);
    },
  );
});
