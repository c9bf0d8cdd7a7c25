import { expect, test } from 'vitest';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import type { Task } from '../../../src-workers/data/run-data';
import { flatten, layoutOf, valuesOf } from '../../../src-workers/engine/parameter-layout';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { passShape, planSteps } from '../../../src-workers/parallel/step-plan';
import { runProgram } from '../../../src-workers/train/run-program';
import { optimiserOf, stepSizesOf } from '../../../src-workers/train/step-sizes';
import { Trainer } from '../../../src-workers/train/trainer';
import { tensorflow } from '../tensorflow';
import { linearRegression } from './linear-regression';

const noiseStd = 0.5;
const task: Task = {
  kind: 'regression',
  inputShape: [2],
  targetShape: [1],
  targetNames: ['y'],
  targetMean: [0],
  targetStd: [1],
};

/** Mean and covariance of the two weights and the bias, trained on the whole data set at once. */
async function trained(regression: ReturnType<typeof linearRegression>) {
  const experiment = experimentSchema.parse({
    data: { dataset: 'table', path: 'unused.csv', target: 'y' },
    model: { kind: 'mlp', hidden: [] },
    inference: { method: 'low-rank', rank: 2, noise: { kind: 'fixed', std: noiseStd }, klWarmup: 0 },
    training: {
      samples: 32,
      batchSize: regression.items,
      epochs: 6000,
      optimizer: { kind: 'adam', learningRate: 0.01 },
      schedule: { kind: 'cosine', finalFraction: 0 },
    },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const plan = planSteps(experiment, 0, 1, regression.items);
  const { program, family } = runProgram(experiment, plan, task, regression.items);
  const layout = layoutOf(program.parameters);
  const compiled = compileForTensorflow(tensorflow(), program, {
    passes: [passShape(plan.passes[0], plan, experiment)],
    predictions: [],
    optimiser: optimiserOf(experiment, regression.items),
  });
  compiled.setParameters(flatten(layout, family.initialValues(1)));
  const trainer = new Trainer(compiled, {
    experiment,
    plan,
    reducers: { everyone: undefined, sameParameters: undefined },
    reduction: undefined,
    noiseTensors: program.noiseTensors,
    stepSizes: stepSizesOf(experiment, plan, regression.items),
    layout,
    pooling: undefined,
  });
  for (let step = 1; step <= plan.totalSteps; step += 1)
    await trainer.step(step, regression, { asked: 'nothing', checkpoint: false });
  const flat = compiled.parameters();
  compiled.dispose();
  const each = (ending: string) =>
    layout.slots.filter(({ name }) => name.endsWith(ending)).map((slot) => [...valuesOf(slot, flat)]);
  const std = each('.log_std').flat().map(Math.exp);
  // [rank, weights] of each tensor, side by side.
  const [ofWeights = [], ofBias = []] = each('.low_rank');
  const directions = [0, 1].map((k) => [...ofWeights.slice(2 * k, 2 * k + 2), ...ofBias.slice(k, k + 1)]);
  const covariance = std.map((own, i) =>
    std.map((_, j) => directions.reduce((sum, u) => sum + u[i] * u[j], i === j ? own ** 2 : 0)),
  );
  return { mean: each('.mean').flat(), covariance };
}

test('two directions are enough for the exact posterior of three weights of a linear regression', async () => {
  const regression = linearRegression(40, noiseStd, 1, 0.9);
  const { std, covariance: exact } = regression;
  // Without correlations it would be far narrower.
  expect(regression.meanFieldStd[0] / std[0]).toBeLessThan(0.6);
  const { mean, covariance } = await trained(regression);
  mean.forEach((value, i) => {
    expect(Math.abs(value - regression.mean[i]) / std[i]).toBeLessThan(0.02);
    expect(Math.abs(Math.sqrt(covariance[i][i]) / std[i] - 1)).toBeLessThan(0.02);
    // Correlations, whose scale is 1.
    for (const [j, own] of covariance[i].entries())
      expect(Math.abs(own - exact[i][j]) / (std[i] * std[j])).toBeLessThan(0.04);
  });
});
