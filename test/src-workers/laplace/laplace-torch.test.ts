import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setBackend, softmax, tensor, tensor3d, tidy, unstack } from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import type { Laplace } from '../../../src-shared/experiment/methods/laplace';
import { laplaceFamily } from '../../../src-workers/bayes/families/laplace';
import { laplaceScope } from '../../../src-workers/bayes/laplace/laplace-scope';
import type { RunData } from '../../../src-workers/data/run-data';
import type { Curvature } from '../../../src-workers/laplace/curvature';
import type { FittedNetwork, LaplaceChoice } from '../../../src-workers/laplace/fit-network';
import { fitNetwork } from '../../../src-workers/laplace/fit-network';
import { NetworkCurvature } from '../../../src-workers/laplace/network-curvature';
import { networkFor } from '../../../src-workers/models/build-model';
import type { Model } from '../../../src-workers/models/model';
import { relativeDistance } from '../relative-distance';
import { givenData, perceptron } from './given-data';
import { linearPredictions } from './linear-predictions';
import { placesInTorch } from './places-in-torch';

// Recorded from laplace-torch by test/parity/record_laplace.py, in double precision.
interface Predicted {
  readonly log_evidence: number;
  /** Of the linearised network for the test inputs, [items, outputs]. */
  readonly means: readonly (readonly number[])[];
  /** [items, outputs, outputs] */
  readonly variances: readonly (readonly (readonly number[])[])[];
  /** Of classes: probabilities by the probit approximation, [items, classes]. */
  readonly probit?: readonly (readonly number[])[];
}
interface Recorded extends Predicted {
  /** Generalised Gauss-Newton matrix; weights of a layer as PyTorch has them, [out, in]. */
  readonly curvature: readonly (readonly number[])[];
}
interface Structured {
  readonly all: Predicted & { readonly log_evidence_by_layer: number };
  readonly last_layer: Predicted;
}
interface Case {
  readonly weights: Readonly<Record<string, readonly number[] | readonly (readonly number[])[]>>;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly number[] | readonly (readonly number[])[];
  readonly test_inputs: readonly (readonly number[])[];
  readonly kronecker: Structured;
  readonly diagonal: Structured;
}
interface DenseCase extends Case {
  readonly hidden: readonly number[];
  readonly all: Recorded;
  readonly last_layer: Recorded;
}
const file = join(import.meta.dirname, '../../parity/fixtures/laplace.json');
const recorded = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly prior_precision: number;
  readonly layer_precisions: readonly number[];
  readonly noise: number;
  readonly regression: DenseCase;
  readonly classification: DenseCase;
  readonly pictures: Case;
};

// Derivatives are computed in single precision; sums, determinants and inverses in double.
const tolerance = 1e-5;

type Kind = 'regression' | 'classification' | 'pictures';

/** The recorded network and data of a kind. */
function opened(kind: Kind): { readonly data: RunData; readonly model: Model; readonly given: Case } {
  const given = recorded[kind];
  if (kind !== 'pictures') {
    const data = givenData(given.inputs, given.targets, kind === 'regression' ? undefined : 3);
    return { data, model: perceptron(recorded[kind].hidden, data), given };
  }
  const flat = givenData(given.inputs, given.targets, 3);
  const inputShape = [6, 6, 1];
  const settings = { kind: 'cnn', channels: [2], hidden: [], activation: 'tanh', dropout: 0 } as const;
  const model = networkFor({ ...settings, channels: [2], hidden: [] }, { inputShape, outputShape: [3] });
  return { data: { ...flat, task: { ...flat.task, inputShape } }, model, given };
}

function settingsOf(weights: Laplace['weights'], structure: Laplace['structure']): Laplace {
  return {
    method: 'laplace',
    weights,
    structure,
    predictive: 'linearised',
    precisionBy: 'auto',
    priorPer: 'network',
  };
}

function valuesOf({ weights }: Model, given: Case): readonly Float32Array[] {
  return weights.map(({ name }) => Float32Array.from(given.weights[name].flat()));
}

async function fitted(
  kind: Kind,
  settings: Laplace,
  choice: Partial<LaplaceChoice> = { priorPrecision: recorded.prior_precision },
  trained: (layer: number) => number = () => 1,
): Promise<{ readonly curvature: Curvature; readonly network: FittedNetwork }> {
  const { data, model, given } = opened(kind);
  const scope = laplaceScope(model.weights, settings);
  const values = valuesOf(model, given);
  const sums = new NetworkCurvature(model, scope, data, { kind: 'javascript' });
  const curvature = await sums.over(data.train, values);
  sums.dispose();
  const own = scope.tensors.map(({ name }) => [
    ...values[model.weights.findIndex((one) => one.name === name)],
  ]);
  const network = {
    weights: Float64Array.from(own.flat()),
    // Kernel and bias of a layer follow each other.
    trainedPrecision: Float64Array.from(
      own.flatMap((tensor, place) => tensor.map(() => trained(Math.floor(place / 2)))),
    ),
    trainedNoise: kind === 'regression' ? recorded.noise ** -2 : 1,
    // The recorded networks are random: far from a minimum, which none of these numbers ask for.
    items: 1e6,
  };
  const fit = fitNetwork(scope, network, curvature, { learnsNoise: false, ...choice });
  return { curvature, network: fit };
}

/** The family, and its parameters by name. */
function familyOf(kind: Kind, settings: Laplace, { covariance }: FittedNetwork) {
  const { model, given } = opened(kind);
  const family = laplaceFamily(model, settings, 1);
  const values = valuesOf(model, given);
  const parameters = new Map([
    ...model.weights.map(({ name }, index): [string, Float32Array] => [name, values[index]]),
    ...[...covariance].map(([name, own]): [string, Float32Array] => [name, Float32Array.from(own)]),
  ]);
  return { family, parameters };
}

/** Probabilities for the recorded test inputs. */
function probitOf(kind: Kind, settings: Laplace, network: FittedNetwork): number[] {
  setBackend('cpu');
  const { data, given } = opened(kind);
  const { family, parameters } = familyOf(kind, settings, network);
  return tidy(() => {
    const inputs = tensor(given.test_inputs.flat(), [given.test_inputs.length, ...data.task.inputShape]);
    const values = family.parameters.map(({ name, shape }) => tensor(parameters.get(name) ?? [], [...shape]));
    const seeds = tensor3d(
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [1, 2, 2],
      'int32',
    );
    const outputs = family.linear?.outputs(values, { seeds, samples: 2, first: 0 }, inputs);
    const [first, second] = outputs ? unstack(softmax(outputs)) : [];
    // Every sample has the one answer.
    expect(first?.dataSync()).toEqual(second?.dataSync());
    return [...(first?.dataSync() ?? [])];
  });
}

/** Of linearised predictions for the recorded test inputs. */
function predictionsOf(kind: Kind, settings: Laplace, network: FittedNetwork, outputs: number) {
  const { data, given } = opened(kind);
  const { family, parameters } = familyOf(kind, settings, network);
  return linearPredictions(family, parameters, given.test_inputs, data.task.inputShape, outputs);
}

function expectPredictions(
  { means, variances }: ReturnType<typeof predictionsOf>,
  expected: Predicted,
): void {
  expect(relativeDistance(means, expected.means.flat())).toBeLessThan(tolerance);
  expect(relativeDistance(variances, expected.variances.flat(2))).toBeLessThan(tolerance);
}

test.each([
  ['regression', 'all', 'all'],
  ['regression', 'last-layer', 'last_layer'],
  ['classification', 'all', 'all'],
  ['classification', 'last-layer', 'last_layer'],
] as const)(
  '%s, %s weights, full: curvature, evidence and linearised predictions are those of laplace-torch',
  async (kind, weights, key) => {
    const expected = recorded[kind][key];
    const settings = settingsOf(weights, 'full');
    const { curvature, network } = await fitted(kind, settings);
    if (curvature.structure !== 'full') throw new Error('It was asked for whole.');

    const { model } = opened(kind);
    const order = placesInTorch(laplaceScope(model.weights, settings).tensors.map(({ shape }) => shape));
    const size = order.length;
    const own = order.flatMap((_row, i) =>
      order.map((_column, j) => curvature.matrix[Math.max(i, j) * size + Math.min(i, j)]),
    );
    const theirs = order.flatMap((row) => order.map((column) => expected.curvature[row][column]));
    expect(relativeDistance(own, theirs)).toBeLessThan(tolerance);
    expect(network.logEvidence).toBeCloseTo(expected.log_evidence, 3);
    expectPredictions(predictionsOf(kind, settings, network, expected.means[0].length), expected);
  },
);

test.each([
  ['classification', 'full', 'all', (given: DenseCase) => given.all],
  ['classification', 'full', 'last-layer', (given: DenseCase) => given.last_layer],
  ['classification', 'kronecker', 'all', (given: Case) => given.kronecker.all],
  ['classification', 'kronecker', 'last-layer', (given: Case) => given.kronecker.last_layer],
  ['classification', 'diagonal', 'all', (given: Case) => given.diagonal.all],
  ['classification', 'diagonal', 'last-layer', (given: Case) => given.diagonal.last_layer],
  ['pictures', 'kronecker', 'all', (given: Case) => given.kronecker.all],
  ['pictures', 'diagonal', 'all', (given: Case) => given.diagonal.all],
] as const)(
  '%s, %s, %s weights: probabilities by probit are those of laplace-torch',
  async (kind, structure, weights, expectedOf) => {
    const settings = { ...settingsOf(weights, structure), predictive: 'probit' } as const;
    const { network } = await fitted(kind, settings);
    const { probit = [] } = expectedOf(recorded[kind] as DenseCase);
    const found = probitOf(kind, settings, network);
    expect(relativeDistance(found, probit.flat())).toBeLessThan(tolerance);
  },
);

describe.each(['kronecker', 'diagonal'] as const)('%s', (structure) => {
  test.each([
    ['regression', 'all', 'all'],
    ['regression', 'last-layer', 'last_layer'],
    ['classification', 'all', 'all'],
    ['classification', 'last-layer', 'last_layer'],
    ['pictures', 'all', 'all'],
    ['pictures', 'last-layer', 'last_layer'],
  ] as const)(
    '%s, %s weights: evidence and linearised predictions are those of laplace-torch',
    async (kind, weights, key) => {
      const expected = recorded[kind][structure][key];
      const settings = settingsOf(weights, structure);
      const { network } = await fitted(kind, settings);
      expect(network.logEvidence).toBeCloseTo(expected.log_evidence, 3);
      expectPredictions(predictionsOf(kind, settings, network, expected.means[0].length), expected);
    },
  );

  test.each(['regression', 'classification', 'pictures'] as const)(
    '%s: the evidence with a prior precision for each layer is that of laplace-torch',
    async (kind) => {
      const { layer_precisions: precisions } = recorded;
      // What the layers were trained with stands in times of 1.
      const { network } = await fitted(
        kind,
        settingsOf('all', structure),
        { priorScales: [1, 1], isByLayer: true },
        (layer) => precisions[layer],
      );
      expect(network.logEvidence).toBeCloseTo(recorded[kind][structure].all.log_evidence_by_layer, 3);
    },
  );
});
