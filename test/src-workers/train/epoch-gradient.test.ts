import { describe, expect, test } from 'vitest';
import { type Experiment, experimentSchema } from '../../../src-shared/experiment/experiment';
import type { Task } from '../../../src-workers/data/run-data';
import { compile } from '../../../src-workers/engine/compile';
import { flatten, layoutOf } from '../../../src-workers/engine/parameter-layout';
import { batchOfStep, passShape, planSteps } from '../../../src-workers/parallel/step-plan';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { EpochOrders, itemsOfStep } from '../../../src-workers/train/batch-of-step';
import { runProgram } from '../../../src-workers/train/run-program';
import { relativeDistance } from '../relative-distance';
import { linearRegression } from './linear-regression';

const line: Task = {
  kind: 'regression',
  inputShape: [2],
  targetShape: [1],
  targetNames: ['y'],
  targetMean: [0],
  targetStd: [1],
};

const { inputs, targets, items } = linearRegression(11, 0.5);
const all = Uint32Array.from({ length: items }, (_, item) => item);

function linear(batchSize: number, lastBatch: 'keep' | 'drop'): Experiment {
  return experimentSchema.parse({
    seed: 6,
    data: { dataset: 'digits' },
    model: { kind: 'mlp', hidden: [] },
    inference: { method: 'point-estimate', prior: { kind: 'gaussian' }, noise: { kind: 'fixed', std: 0.5 } },
    training: { samples: 1, batchSize, lastBatch },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
}

/** The gradient of each step of an epoch, all at the same weights, and how many items it has. */
function gradientsOf(experiment: Experiment): { readonly gradient: Float32Array; readonly count: number }[] {
  const plan = planSteps(experiment, 0, 1, items);
  const { program, family } = runProgram(experiment, plan, line, items);
  const batches = Array.from({ length: plan.stepsPerEpoch }, (_, step) => batchOfStep(plan, step + 1));
  const compiled = compile({ kind: 'javascript' }, program, {
    passes: batches.map((batch) => passShape(batch.passes[0], batch, experiment)),
    predictions: [],
    optimiser: { kind: 'sgd', momentum: 0, weightDecay: 0 },
  });
  compiled.setParameters(flatten(layoutOf(program.parameters), [...family.initialValues(6)]));
  const orders = new EpochOrders(all, experiment.seed, 0);
  const gradients = batches.map((batch, step) => {
    const chosen = [...itemsOfStep(orders, [{ order: 0, view: 0 }], plan, step)];
    const [pass] = batch.passes;
    const { gradients: gradient } = compiled.gradients({
      shape: passShape(pass, batch, experiment),
      inputs: Float32Array.from(chosen.flatMap((item) => [inputs[2 * item], inputs[2 * item + 1]])),
      targets: Float32Array.from(chosen, (item) => targets[item]),
      seeds: noiseSeeds(6, 'training', step + 1, program.noiseTensors, { first: 0, count: 1 }),
      share: pass.share,
    });
    return { gradient: gradient.slice(), count: chosen.length };
  });
  compiled.dispose();
  return gradients;
}

/** Over the items of an epoch. */
function meanOf(steps: ReturnType<typeof gradientsOf>): Float32Array {
  const count = steps.reduce((sum, step) => sum + step.count, 0);
  return steps[0].gradient.map((_, at) =>
    steps.reduce((sum, { gradient, count: own }) => sum + (gradient[at] * own) / count, 0),
  );
}

describe('the gradients of an epoch, at weights that stay where they are, in the mean over its items', () => {
  const [whole] = gradientsOf(linear(items, 'keep'));

  test.each([2, 3, 4, 7, 10])('are the gradient of all items: batches of %i of 11', (batchSize) => {
    // Sums of 11 terms in single precision.
    expect(relativeDistance(meanOf(gradientsOf(linear(batchSize, 'keep'))), whole.gradient)).toBeLessThan(
      1e-5,
    );
  });

  test('are not where the last batch is dropped: some items have no part in it', () => {
    expect(relativeDistance(meanOf(gradientsOf(linear(7, 'drop'))), whole.gradient)).toBeGreaterThan(1e-2);
  });
});
