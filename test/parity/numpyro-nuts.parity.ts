import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import type { Task } from '../../src-workers/data/run-data';
import { valuesOf } from '../../src-workers/engine/parameter-layout';
import { bulkEss } from '../../src-workers/evaluate/scores/chain-convergence';
import { chainDraws } from '../src-workers/train/chain-draws';

/** Of one number: its mean and deviation, and the Monte Carlo errors of both, by ArviZ. */
interface Moments {
  readonly mean: number;
  readonly std: number;
  readonly meanError: number;
  readonly stdError: number;
}

/** Some hundred thousand gradients, on a machine that may be busy. */
const patienceMs = 1_200_000;

/** What record_numpyro.py wrote. */
interface Recorded {
  readonly hidden: number;
  readonly inputs: readonly (readonly number[])[];
  readonly targets: readonly number[];
  readonly testInputs: readonly (readonly number[])[];
  readonly outputs: readonly Moments[];
  readonly noise: Moments;
}

const fixture = join(import.meta.dirname, 'fixtures', 'numpyro-nuts.json');
const recorded: Recorded = JSON.parse(readFileSync(fixture, 'utf8'));
const [chains, warmUp, draws, maxDepth] = [4, 200, 250, 7];

const task: Task = {
  kind: 'regression',
  inputShape: [2],
  targetShape: [1],
  targetNames: ['y'],
  targetMean: [0],
  targetStd: [1],
};

const experiment = experimentSchema.parse({
  seed: 1,
  data: { dataset: 'table', path: 'unused.csv', target: 'y' },
  model: { kind: 'mlp', hidden: [recorded.hidden], activation: 'tanh' },
  inference: { method: 'hmc', warmUp, draws, maxDepth, noise: { kind: 'learned' } },
  training: { samples: chains },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

type Network = Readonly<Record<string, Float32Array>>;

/** Output of a network with one hidden layer of tanh units for one item; weights are [in, out]. */
function output(network: Network, input: readonly number[]): number {
  const [first, second] = [network['layers.0.weight'], network['layers.1.weight']];
  const biases = network['layers.0.bias'];
  return biases.reduce((sum, bias, unit) => {
    const reached = input.reduce((all, value, at) => all + value * first[at * biases.length + unit], bias);
    return sum + Math.tanh(reached) * second[unit];
  }, network['layers.1.bias'][0]);
}

/** Holds draws of one number, a list for each chain, against the recorded moments. */
function expectAgreement(name: string, ofChains: readonly (readonly number[])[], moments: Moments): void {
  const all = ofChains.flat();
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const std = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (all.length - 1));
  const ess = bulkEss(ofChains);
  // Four standard errors of both samplers' together, which fourteen numbers exceed by chance once in a thousand fixtures; a
  // deviation is known to 1 / sqrt(2 ESS) of itself, and to a half more where tails are heavier than a Gaussian's.
  const meanError = Math.hypot(moments.meanError, std / Math.sqrt(ess));
  const stdError = Math.hypot(moments.stdError, (1.5 * std) / Math.sqrt(2 * ess));
  expect(ess, `${name}: too few independent draws to hold against anything`).toBeGreaterThan(100);
  expect(
    Math.abs(mean - moments.mean) / meanError,
    `${name}: mean ${mean}, not ${moments.mean}`,
  ).toBeLessThan(4);
  expect(Math.abs(std - moments.std) / stdError, `${name}: std ${std}, not ${moments.std}`).toBeLessThan(4);
}

test(
  'chains predict what those of NumPyro predict with the same network, data, prior and noise',
  async () => {
    const data = {
      inputs: Float32Array.from(recorded.inputs.flat()),
      targets: Float32Array.from(recorded.targets),
      items: recorded.targets.length,
    };
    const { layout, kept } = await chainDraws(experiment, task, data, [
      new Float32Array(chains).fill(Math.log(0.5)),
    ]);
    expect(kept).toHaveLength(draws);
    const networkAt = (flat: Float32Array, chain: number): Network =>
      Object.fromEntries(
        layout.slots.map((slot) => {
          const size = slot.size / chains;
          return [slot.name, valuesOf(slot, flat).subarray(chain * size, (chain + 1) * size)];
        }),
      );
    const drawn = (of: (network: Network) => number) =>
      Array.from({ length: chains }, (_, chain) => kept.map((flat) => of(networkAt(flat, chain))));
    recorded.testInputs.forEach((input, item) => {
      expectAgreement(
        `output ${item}`,
        drawn((network) => output(network, input)),
        recorded.outputs[item],
      );
    });
    expectAgreement(
      'noise',
      drawn((network) => Math.exp(network['likelihood.log_std'][0])),
      recorded.noise,
    );
  },
  patienceMs,
);
