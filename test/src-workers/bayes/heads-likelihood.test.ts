import '@tensorflow/tfjs';
import { setBackend, sum, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { Noise } from '../../../src-shared/experiment/noise';
import { learnedByDefault as learned } from '../../../src-shared/experiment/noise/learned';
import { buildLikelihood } from '../../../src-workers/bayes/likelihoods/build-likelihood';
import type { HeadTask, SeveralHeads } from '../../../src-workers/data/run-data';
import recorded from '../../parity/fixtures/likelihoods.json';
import { type Probe, slopesInGraph, slopesInJavascript } from '../models/probe';

beforeAll(() => {
  setBackend('cpu');
});

const { outputs, targets, logProbabilities, gradients, weights, unit, levels, scale } = recorded.heads;
const inputShape = [2];

function headOf(name: string, noise: Noise, weight: number, std = 1): HeadTask {
  const values = { targetShape: [1], targetNames: [name], targetMean: [0], targetStd: [std] };
  return { name, noise, weight, outputs: [], task: { kind: 'regression', inputShape, ...values } };
}

const [ofKind, ofPrice, ofVisits, ofSize] = weights;
const task: SeveralHeads = {
  kind: 'heads',
  inputShape,
  targetShape: [4],
  heads: [
    {
      name: 'kind',
      noise: learned,
      weight: ofKind,
      outputs: [],
      task: { kind: 'classification', inputShape, classNames: ['a', 'b', 'c'] },
    },
    headOf('price', { kind: 'log-variance' }, ofPrice),
    headOf('visits', { kind: 'poisson', zeroIs: 'one' }, ofVisits, unit),
    headOf('size', { kind: 'quantiles', levels, scale }, ofSize),
  ],
};
const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});
const likelihood = buildLikelihood(experiment, task);
const shape = [1, outputs.length, outputs[0].length];
const flat = Float32Array.from(outputs.flat());
const given = () => tensor(targets.flat(), [1, targets.length, 4]);

test('the log-likelihood of several heads is the weighted sum of PyTorch’s losses, each of its own outputs', () => {
  const values = likelihood.logLikelihood(tensor(flat, shape), given(), []).arraySync();
  logProbabilities.forEach((value, item) => {
    expect(values[0][item] / value).toBeCloseTo(1, 5);
  });
});

test.each([
  ['the JavaScript engine', slopesInJavascript],
  ['the graph', slopesInGraph],
])('its gradients are those of PyTorch in %s', (_engine, slopesOf) => {
  const probe: Probe = {
    of: [{ shape, values: flat }],
    to: (all) => sum(likelihood.logLikelihood(all, given(), [])),
  };
  const [slopes] = slopesOf(probe);
  gradients.flat().forEach((slope, at) => {
    expect(Math.abs(slopes[at] - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope)));
  });
});

test('what is predicted stands as each head has it, one after the other', () => {
  const [[row]] = likelihood.predictive(tensor(flat, shape)).arraySync() as number[][][];
  const classes = row.slice(0, 3).map((log) => Math.exp(log));
  expect(classes.reduce((all, one) => all + one)).toBeCloseTo(1, 6);
  expect(row[3]).toBeCloseTo(outputs[0][3], 6);
  expect(row[4]).toBeCloseTo(Math.sqrt(1e-6 + Math.exp(outputs[0][4])), 6);
  expect(row[5]).toBeCloseTo(Math.exp(outputs[0][5]), 6);
  expect(row).toHaveLength(9);
});

test('each head that learns its noise has a parameter of its own, and a target that is not known counts for nothing', () => {
  const two = { ...task, targetShape: [2], heads: [headOf('a', learned, 1), headOf('b', learned, 1)] };
  const both = buildLikelihood(experiment, two);
  expect(both.parameters.map(({ name }) => name)).toEqual(['likelihood.a.log_std', 'likelihood.b.log_std']);
  const stds = [0.5, 2];
  const [[value]] = both
    .logLikelihood(
      tensor([1, 3], [1, 1, 2]),
      tensor([Number.NaN, 2], [1, 1, 2]),
      stds.map((std) => tensor([Math.log(std)])),
    )
    .arraySync();
  expect(value).toBeCloseTo(-0.5 * ((1 / 2) ** 2 + Math.log(2 * Math.PI) + 2 * Math.log(2)), 5);
  const prior = both.logPrior?.(stds.map((std) => tensor([Math.log(std)]))).dataSync()[0] ?? Number.NaN;
  const halfNormal = (std: number) => Math.log(std) - std ** 2 / 2 + 0.5 * Math.log(2 / Math.PI);
  expect(prior).toBeCloseTo(halfNormal(0.5) + halfNormal(2), 5);
});
