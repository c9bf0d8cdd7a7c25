import { describe, expect, test } from 'vitest';
import { withBayesianLayers } from '../../../src-shared/experiment/bayesian-layers';
import { dataSchema } from '../../../src-shared/experiment/data';
import { leastWeights } from '../../../src-shared/experiment/network-problems';
import { modelSchema } from '../../../src-shared/experiment/networks';
import { withThresholds } from '../../../src-shared/experiment/ordinal-thresholds';
import { checkExperiment } from '../../../src-shared/experiment/problems';

const grades = dataSchema.parse({ dataset: 'table', path: 'a.csv', target: 'grade', task: 'ordinal' });
const vit = { kind: 'vit', patchSize: 2, width: 8, depth: 2, heads: 2, mlpWidth: 8 } as const;

/** Names of the weights that are left with a distribution. */
function bayesian(model: unknown, bayesianLayers: string[], pointEstimateLayers: string[] = []): string[] {
  const weights = leastWeights(modelSchema.parse(model), false);
  return withBayesianLayers(weights, { bayesianLayers, pointEstimateLayers })
    .filter((weight) => weight.bayesian)
    .map(({ name }) => name);
}

describe('layers with uncertainty are named', () => {
  const mlp = { kind: 'mlp', hidden: [4, 4] };

  test('as the last one, whatever its name', () => {
    expect(bayesian(mlp, ['last'])).toEqual(['layers.2.weight', 'layers.2.bias']);
    expect(bayesian(vit, ['last'])).toEqual(['linear_head.weight', 'linear_head.bias']);
  });

  test('as the last ones of all outputs, where a network of one’s own has several', () => {
    const weight = (name: string, isLast?: true) => ({
      ...{ name, shape: [4, 4], fanIn: 4, bayesian: true, initial: 'uniform' as const },
      ...(isLast ? { isLast } : {}),
    });
    const weights = [
      weight('kind.weight', true),
      weight('kind.bias', true),
      weight('trunk.weight'),
      weight('price.weight', true),
    ];
    const left = withBayesianLayers(weights, { bayesianLayers: ['last'], pointEstimateLayers: [] });
    expect(left.flatMap(({ name, bayesian: has }) => (has ? [name] : []))).toEqual([
      'kind.weight',
      'kind.bias',
      'price.weight',
    ]);
  });

  test('with thresholds between classes in order, which belong to the last one', () => {
    const weights = withThresholds(leastWeights(modelSchema.parse(mlp), false), grades);
    const left = withBayesianLayers(weights, { bayesianLayers: ['last'], pointEstimateLayers: [] });
    expect(left.flatMap(({ name, bayesian: has }) => (has ? [name] : []))).toEqual([
      'layers.2.weight',
      'layers.2.bias',
      'ordinal.thresholds',
    ]);
  });

  test('by name or its first parts, but never by half a part', () => {
    expect(bayesian(mlp, ['layers.0', 'layers.2'])).toHaveLength(4);
    expect(bayesian(mlp, ['layers'])).toHaveLength(6);
    const deep = { kind: 'mlp', hidden: Array.from({ length: 11 }, () => 2) };
    expect(bayesian(deep, ['layers.1'])).toEqual(['layers.1.weight', 'layers.1.bias']);
  });

  test('by a pattern', () => {
    expect(bayesian(vit, ['*.to_qkv'])).toEqual([
      'transformer.layers.0.0.to_qkv.weight',
      'transformer.layers.1.0.to_qkv.weight',
    ]);
    expect(bayesian(mlp, ['layers.?'])).toHaveLength(6);
  });

  test('and none is all; those without uncertainty are taken away from them', () => {
    expect(bayesian(mlp, [], ['last'])).toHaveLength(4);
    expect(bayesian(mlp, ['layers'], ['layers.0', 'last'])).toEqual(['layers.1.weight', 'layers.1.bias']);
  });
});

test.each([
  [
    { bayesianLayers: ['head'] },
    'inference.bayesianLayers',
    'There is no layer head; this model has layers.0, layers.1.',
  ],
  [{ pointEstimateLayers: ['layer*s'] }, 'inference.pointEstimateLayers', undefined],
  [{ bayesianLayers: ['last'], pointEstimateLayers: ['layers.1'] }, 'inference.bayesianLayers', undefined],
  [
    { method: 'deep-ensemble', bayesianLayers: ['last'] },
    'inference.bayesianLayers',
    'Belongs to method variational or low-rank or rank-1 or ivon; deep-ensemble puts no Gaussian on single layers.',
  ],
])('%j is refused at %s', (inference, path, message) => {
  const checked = checkExperiment({
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [8] },
    inference,
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const problems = checked.ok ? [] : checked.problems;
  expect(problems.map((problem) => problem.path)).toEqual([path]);
  if (message !== undefined) expect(problems[0].message).toBe(message);
});

test('layers that can have no distribution leave none', () => {
  const checked = checkExperiment({
    data: { dataset: 'digits' },
    model: vit,
    inference: { bayesianLayers: ['transformer.norm'] },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  expect(checked.ok ? [] : checked.problems.map(({ message }) => message)).toEqual([
    'No weight is left that could have a distribution; name a layer more (normalisations have none), or use method point-estimate.',
  ]);
});
