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

/** Means and standard deviations of the two weights and the bias, trained on the whole data set at once. */
async function trained(regression: ReturnType<typeof linearRegression>, heat: number) {
  const experiment = experimentSchema.parse({
    data: { dataset: 'table', path: 'unused.csv', target: 'y' },
    model: { kind: 'mlp', hidden: [] },
    inference: {
      method: 'ivon',
      heat,
      learningRate: 0.5,
      initialHessian: 1,
      noise: { kind: 'fixed', std: noiseStd },
    },
    training: {
      samples: 32,
      batchSize: regression.items,
      epochs: 8000,
      schedule: { kind: 'cosine', finalFraction: 0.01 },
    },
    parallel: { mode: 'local', devices: ['cpu:0'] },
  });
  const plan = planSteps(experiment, 0, 1, regression.items);
  const { program, family } = runProgram(experiment, plan, task, regression.items);
  const layout = layoutOf(program.parameters);
  const compiled = compileForTensorflow(tensorflow(), program, {
    passes: [passShape(plan.passes[0], plan, experiment)],
    predictions: [],
    optimiser: {
      ...optimiserOf(experiment, regression.items),
      ...(family.ivon ? { ivon: family.ivon } : {}),
    },
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
  const all = (ending: string) =>
    layout.slots.filter(({ name }) => name.endsWith(ending)).flatMap((slot) => [...valuesOf(slot, flat)]);
  return { mean: all('.mean'), std: all('.log_std').map(Math.exp) };
}

// Of a Gaussian with precision P the best mean-field Gaussian has its mean and the deviations P_ii^(-1/2) (Bishop 2006, equation
// 10.13). At heat T the likelihood's part of P weighs 1 / T as much.
test.each([1, 0.25])(
  'at heat %f, means and deviations of a linear regression are the mean-field optimum',
  async (heat) => {
    const regression = linearRegression(40, noiseStd);
    const tempered = linearRegression(40, noiseStd, heat);
    const { mean, std } = await trained(regression, heat);
    mean.forEach((value, index) => {
      expect(Math.abs(value - tempered.mean[index]) / tempered.std[index]).toBeLessThan(0.02);
      expect(Math.abs(std[index] / tempered.meanFieldStd[index] - 1)).toBeLessThan(0.02);
    });
  },
);
