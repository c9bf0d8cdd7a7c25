import { expect, test } from 'vitest';
import { modelSchema } from '../../../src-shared/experiment/networks';
import { type VariationalSettings, variationalFamily } from '../../../src-workers/bayes/families/variational';
import { initialGaussian } from '../../../src-workers/bayes/gaussian-posterior';
import { categorical } from '../../../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../../../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../../../src-workers/bayes/priors/gaussian-prior';
import type { Task } from '../../../src-workers/data/run-data';
import { runEagerly } from '../../../src-workers/engine/javascript/javascript-engine';
import { flatten, layoutOf } from '../../../src-workers/engine/parameter-layout';
import { buildModel } from '../../../src-workers/models/build-model';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { trainingProgram } from '../../../src-workers/train/training-program';
import { randomArgument } from '../models/probe';

const items = 16;
const draws = 100;
const task: Task = { kind: 'classification', inputShape: [4, 4, 1], classNames: ['a', 'b'] };

/** Gradients of one sample each, a draw after the other: [draws][parameters]. */
function gradientsOf(settings: unknown, perItem: Pick<VariationalSettings, 'perItem'>): Float32Array[] {
  const model = buildModel(modelSchema.parse(settings), task);
  const family = variationalFamily(model.weights, {
    prior: gaussianPrior(() => 1),
    kl: 'analytical',
    initialValues: (seed) => initialGaussian(model.weights, 0.5, seed),
    ...perItem,
  });
  const program = trainingProgram(model, family, {
    inputShape: task.inputShape,
    targetShape: [],
    targetType: 'int32',
    trainItems: items,
    samples: 1,
    heat: 1,
    likelihood: categorical,
    objective: elbo,
  });
  const optimiser = { kind: 'adam', weightDecay: 0 } as const;
  const engine = runEagerly('cpu', program, { passes: [], predictions: [], optimiser });
  engine.setParameters(flatten(layoutOf(program.parameters), family.initialValues(3)));
  // Pictures that are alike, as pictures are: what a shared draw does to one of them it does to all.
  const inputs = randomArgument([items, ...task.inputShape], 1).values.map(Math.abs);
  const targets = Int32Array.from({ length: items }, (_, item) => item % 2);
  return Array.from({ length: draws }, (_, step) => {
    const seeds = noiseSeeds(9, 'training', step, program.noiseTensors, { first: 0, count: 1 });
    const shape = { samples: 1, items, firstOwn: 0 };
    return engine.gradients({ shape, inputs, targets, seeds, share: 1 }).gradients;
  });
}

/** Mean and variance over the draws, of each parameter. */
function momentsOf(gradients: readonly Float32Array[]) {
  const over = (of: (value: number, at: number) => number) =>
    gradients[0].map((_, at) => gradients.reduce((sum, one) => sum + of(one[at], at), 0) / gradients.length);
  const mean = over((value) => value);
  return { mean, variance: over((value, at) => (value - mean[at]) ** 2) };
}

const total = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0);

// Biases are drawn once for all items, so that some of the variance stays. Wen et al., arXiv 1803.04386, theorem 1: unbiased, and of less variance than draws that a whole batch shares.
test.each([
  ['dense layers', { kind: 'mlp', hidden: [] }],
  ['convolutions', { kind: 'cnn', channels: [3], hidden: [], activation: 'gelu' }],
])('the gradient of %s has the mean of plain draws, and less variance', (_what, model) => {
  const plain = momentsOf(gradientsOf(model, {}));
  const flipped = momentsOf(gradientsOf(model, { perItem: { noise: 'flipped', batchItems: items } }));
  const distances = plain.mean.map((mean, at) => {
    const error = Math.sqrt((plain.variance[at] + flipped.variance[at]) / draws);
    return error === 0 ? 0 : ((flipped.mean[at] - mean) / error) ** 2;
  });
  // Squared distances in standard errors: twice one on average if all parameters were but one, five for the farthest.
  const counted = distances.filter((distance) => distance > 0);
  expect(total(counted) / counted.length).toBeLessThan(2 ** 2);
  expect(Math.max(...counted)).toBeLessThan(5 ** 2);
  // Variances of so few draws are known to about a tenth.
  expect(total(flipped.variance)).toBeLessThan(0.8 * total(plain.variance));
});
