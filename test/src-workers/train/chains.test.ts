import { expect, test } from 'vitest';
import { type ExperimentInput, experimentSchema } from '../../../src-shared/experiment/experiment';
import type { Task } from '../../../src-workers/data/run-data';
import { valuesOf } from '../../../src-workers/engine/parameter-layout';
import { chainDraws } from './chain-draws';
import { linearRegression } from './linear-regression';

const noiseStd = 0.5;
const manyChains = 64;
const regression = linearRegression(40, noiseStd);
const task: Task = {
  kind: 'regression',
  inputShape: [2],
  targetShape: [1],
  targetNames: ['y'],
  targetMean: [0],
  targetStd: [1],
};

type ChainsInput = Extract<ExperimentInput['inference'], { method: 'sg-mcmc' | 'hmc' }>;

/** All kept draws of weights and bias, one list for each, of chains on the whole data set. */
async function drawsOf(
  inference: ChainsInput,
  steps: number,
  chains = manyChains,
): Promise<readonly number[][]> {
  const experiment = experimentSchema.parse({
    data: { dataset: 'table', path: 'unused.csv', target: 'y' },
    model: { kind: 'mlp', hidden: [] },
    inference: { noise: { kind: 'fixed', std: noiseStd }, ...inference },
    training: { samples: chains, batchSize: regression.items, epochs: steps },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const { layout, kept } = await chainDraws(experiment, task, regression);
  const [weights, biases] = layout.slots.map((slot) => kept.flatMap((flat) => [...valuesOf(slot, flat)]));
  return [weights.filter((_, at) => at % 2 === 0), weights.filter((_, at) => at % 2 === 1), biases];
}

function momentsOf(values: readonly number[]): { mean: number; std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) };
}

// Precisions are near 160. Steps of 0.1 / 160 of the whole energy widen SGLD by 2.6 % of its deviations, which is 1 / sqrt(1 - 0.05)
// of its exact stationary law; momentum is slower by 1 - momentum and its bias is of the second order. 64 chains with some
// ten independent draws each leave a mean known to 4 % of a deviation and a deviation to 3 %.
const stepSize = (0.1 / 160) * regression.items;

test.each([
  ['SGLD', { sampler: 'sgld', stepSize, draws: 40 }, 600],
  ['SGHMC', { sampler: 'sghmc', stepSize: stepSize / 2, momentum: 0.8, draws: 40 }, 600],
  [
    'cyclical SGHMC',
    { sampler: 'csghmc', stepSize: stepSize / 2, momentum: 0.8, cycles: 2, draws: 40, burnIn: 0.3 },
    900,
  ],
] as const)('%s draws from the posterior of a linear regression', async (_name, settings, steps) => {
  const draws = await drawsOf({ method: 'sg-mcmc', ...settings }, steps);
  draws.forEach((values, index) => {
    expect(values).toHaveLength(manyChains * settings.draws);
    const { mean, std } = momentsOf(values);
    expect(Math.abs(mean - regression.mean[index]) / regression.std[index]).toBeLessThan(0.12);
    expect(std / regression.std[index]).toBeGreaterThan(0.92);
    expect(std / regression.std[index]).toBeLessThan(1.1);
  });
});

test('at temperature 0 chains come to rest at the most probable weights', async () => {
  const settings = { sampler: 'sghmc', stepSize, temperature: 0, draws: 1 } as const;
  const draws = await drawsOf({ method: 'sg-mcmc', ...settings }, 300);
  draws.forEach((values, index) => {
    for (const value of values) expect(value).toBeCloseTo(regression.mean[index], 4);
  });
});

test('NUTS draws from it too, four chains side by side', async () => {
  const draws = await drawsOf({ method: 'hmc', warmUp: 150, draws: 250 }, 1, 4);
  // Nearly independent draws: of a mean 1000 leave 3.2 % of a deviation, of a deviation 2.2 %.
  draws.forEach((values, index) => {
    expect(values).toHaveLength(1000);
    const { mean, std } = momentsOf(values);
    expect(Math.abs(mean - regression.mean[index]) / regression.std[index]).toBeLessThan(0.13);
    expect(std / regression.std[index]).toBeGreaterThan(0.91);
    expect(std / regression.std[index]).toBeLessThan(1.09);
  });
});
