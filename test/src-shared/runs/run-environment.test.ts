import { describe, expect, test } from 'vitest';
import {
  environmentDifferences,
  metricDifferences,
  promisesSameBits,
  type RunEnvironment,
} from '../../../src-shared/runs/run-environment';

const environment: RunEnvironment = {
  version: '1.0.0',
  codeVersion: '1.0.0+abc',
  engine: 'TensorFlow 2.21.0 (CPU)',
  node: '24.1.0',
  system: 'Linux 6.1 x64',
  processor: 'AMD EPYC',
  cores: 2,
  memoryMB: 8000,
  variables: {},
};

describe('a run is reproduced', () => {
  test('with nothing to tell where all is as it was', () => {
    expect(environmentDifferences(environment, { ...environment })).toEqual([]);
  });

  test('with each difference told, also what is new or gone', () => {
    const now = { ...environment, cores: 8, git: { commit: 'f00', changed: true } };
    expect(environmentDifferences(environment, now)).toEqual([
      { name: 'cores', before: '2', now: '8' },
      { name: 'git', before: 'none', now: '{"commit":"f00","changed":true}' },
    ]);
  });

  test.each([
    ['nothing differs on CPUs', {}, ['cpu:0', 'cpu:1'], true],
    [
      'only memory and the commit differ',
      { memoryMB: 1, git: { commit: 'a', changed: false } },
      ['cpu:0'],
      true,
    ],
    ['other code trains', { codeVersion: '1.0.0+def' }, ['cpu:0'], false],
    ['there are more cores', { cores: 8 }, ['cpu:0'], false],
    ['a variable of TensorFlow is set', { variables: { TF_NUM_INTRAOP_THREADS: '1' } }, ['cpu:0'], false],
    ['GPUs train, which add in any order', {}, ['gpu:0'], false],
  ])('to the last bit or not: %s', (_case, change, devices, expected) => {
    const differences = environmentDifferences(environment, { ...environment, ...change });
    expect(promisesSameBits(differences, devices)).toBe(expected);
  });

  test('with metrics compared bit for bit; NaN is the same as NaN', () => {
    const before = { 'test.nll': 0.1, 'test.ece': Number.NaN, 'test.accuracy': 1 };
    const now = { 'test.nll': 0.1 + Number.EPSILON, 'test.ece': Number.NaN, 'test.accuracy': 1 };
    expect(metricDifferences(before, now).map(({ name }) => name)).toEqual(['test.nll']);
  });
});
