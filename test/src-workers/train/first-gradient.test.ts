import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  type Experiment,
  type ExperimentInput,
  experimentSchema,
} from '../../../src-shared/experiment/experiment';
import { buildFamily } from '../../../src-workers/bayes/families/build-family';
import { buildLikelihood } from '../../../src-workers/bayes/likelihoods/build-likelihood';
import { buildObjective } from '../../../src-workers/bayes/objectives/build-objective';
import type { Task } from '../../../src-workers/data/run-data';
import { adamBeta1 } from '../../../src-workers/engine/optimisers/adam-numbers';
import { flatten, layoutOf, valuesOf } from '../../../src-workers/engine/parameter-layout';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { networkFor } from '../../../src-workers/models/build-model';
import { Exchange } from '../../../src-workers/parallel/exchange';
import { passShape, planSteps, type StepPlan } from '../../../src-workers/parallel/step-plan';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { FetchedGradients } from '../../../src-workers/train/fetched-gradients';
import { openGradientReduction } from '../../../src-workers/train/open-gradient-reduction';
import { stepSizesOf } from '../../../src-workers/train/step-sizes';
import { Trainer } from '../../../src-workers/train/trainer';
import { trainingProgram } from '../../../src-workers/train/training-program';
import { relativeDistance } from '../relative-distance';
import { tensorflow } from '../tensorflow';

const batchItems = 7;
const trainItems = 100;
const classes: Task = {
  kind: 'classification',
  inputShape: [8, 8, 1],
  classNames: Array.from({ length: 10 }, (_, index) => `${index}`),
};

const values: Task = {
  kind: 'regression',
  inputShape: [8, 8, 1],
  targetShape: [3],
  targetNames: ['a', 'b', 'c'],
  targetMean: [0, 0, 0],
  targetStd: [1, 1, 1],
};

type Parallel = Pick<ExperimentInput['parallel'], 'mode' | 'dataGroups'>;
interface Case {
  readonly inference?: ExperimentInput['inference'];
  readonly samplesPerPass?: number;
  readonly task?: Task;
  /** Through JavaScript, as engines without our own operations do it. */
  readonly areFetched?: boolean;
}

function experimentOn(workers: number, parallel: Parallel, { inference, samplesPerPass }: Case): Experiment {
  return experimentSchema.parse({
    seed: 4,
    data: { dataset: 'digits' },
    model: { kind: 'cnn', channels: [4], hidden: [12], activation: 'relu', dropout: 0.3 },
    inference: { posteriorStd: 0.5, ...inference },
    training: { samples: 8, batchSize: batchItems, ...(samplesPerPass ? { samplesPerPass } : {}) },
    parallel: { ...parallel, devices: Array.from({ length: workers }, (_, index) => `cpu:${index}`) },
  });
}

/** The step's batch; a worker sees its own items of it. One value of the regression is not known. */
function batchFor({ share }: StepPlan, task: Task) {
  const images = new Float32Array(batchItems * 64);
  fillStatelessNormal(8, 9, images);
  const labels = Int32Array.of(0, 1, 2, 3, 4, 5, 6);
  const truths = new Float32Array(batchItems * 3);
  fillStatelessNormal(10, 11, truths);
  truths[4] = Number.NaN;
  const end = share.firstItem + share.items;
  return {
    inputs: images.slice(share.firstItem * 64, end * 64),
    targets:
      task.kind === 'classification'
        ? labels.slice(share.firstItem, end)
        : truths.slice(share.firstItem * 3, end * 3),
  };
}

/** The reduced gradient that one worker's optimiser is given in the first step. */
async function firstGradient(
  experiment: Experiment,
  rank: number,
  workers: number,
  folder: string,
  { task = classes, areFetched = false }: Case,
) {
  const plan = planSteps(experiment, rank, workers, trainItems);
  const outputs = task.kind === 'classification' ? 10 : 3;
  const model = networkFor(
    { kind: 'cnn', channels: [4], hidden: [12], activation: 'relu', dropout: 0 },
    { inputShape: [8, 8, 1], outputShape: [outputs] },
  );
  const family = buildFamily(experiment, model, plan, trainItems);
  const likelihood = buildLikelihood(experiment, task);
  const objective = buildObjective(experiment, plan, task);
  const program = trainingProgram(model, family, {
    inputShape: [8, 8, 1],
    targetShape: task.kind === 'classification' ? [] : task.targetShape,
    targetType: task.kind === 'classification' ? 'int32' : 'float32',
    trainItems,
    samples: experiment.training.samples,
    heat: 1,
    likelihood,
    objective,
  });
  const layout = layoutOf(program.parameters);
  const passes = plan.passes.map((pass) => passShape(pass, plan, experiment));
  const compiled = compileForTensorflow(tensorflow(), program, {
    passes: [...new Map(passes.map((shape) => [shape.samples, shape])).values()],
    predictions: [],
    optimiser: { kind: 'adam', weightDecay: 0 },
  });
  const starts = likelihood.parameters.map(({ initial }) => Float32Array.of(initial));
  compiled.setParameters(flatten(layout, [...family.initialValues(4), ...starts]));
  const floats = layout.floats + Trainer.tailFloats;
  const exchange = await Exchange.connect({ rank, workers, folder, floats });
  const reducers = { everyone: exchange, sameParameters: exchange };
  const { tailFloats } = Trainer;
  const reduced = { program: compiled, floats: layout.floats, tailFloats, passes: plan.passes.length };
  const reduction = areFetched
    ? new FetchedGradients(compiled, reducers, reduced)
    : await openGradientReduction(reduced, reducers);
  const trainer = new Trainer(compiled, {
    experiment,
    plan,
    stepSizes: stepSizesOf(experiment, plan, trainItems),
    reducers,
    reduction,
    noiseTensors: program.noiseTensors,
    layout,
    pooling: objective.pooling?.combination,
  });
  const { report } = await trainer.step(1, batchFor(plan, task), { asked: 'nothing', checkpoint: false });
  // Adam's first moment after one step is (1 - beta1) times the gradient.
  const gradient = compiled.optimiserState()[0].map((moment) => moment / (1 - adamBeta1));
  reduction.close();
  await exchange.close();
  compiled.dispose();
  return { gradient, layout, report };
}

function firstGradients(workers: number, parallel: Parallel, asked: Case) {
  const folder = mkdtempSync(join(tmpdir(), 'parasample-first-'));
  const experiment = experimentOn(workers, parallel, asked);
  return Promise.all(
    Array.from({ length: workers }, (_, rank) => firstGradient(experiment, rank, workers, folder, asked)),
  );
}

const meshes: readonly (readonly [name: string, workers: number, Parallel])[] = [
  ['sp on 2 workers', 2, { mode: 'sp' }],
  ['sp on 3 workers, holding 3, 3 and 2 samples', 3, { mode: 'sp' }],
  ['sp on 4 workers', 4, { mode: 'sp' }],
  ['ddp on 2 workers, holding 4 and 3 items', 2, { mode: 'ddp' }],
  ['ddp on 3 workers', 3, { mode: 'ddp' }],
  ['ddp on 4 workers', 4, { mode: 'ddp' }],
  ['hybrid on 4 workers as 2 x 2', 4, { mode: 'hybrid', dataGroups: 2 }],
  ['hybrid on 3 workers as 1 x 3', 3, { mode: 'hybrid', dataGroups: 3 }],
];

const cases: Record<string, Case> = {
  elbo: {},
  'elbo, by way of JavaScript': { areFetched: true },
  'elbo, in passes of 3 samples': { samplesPerPass: 3 },
  'pooled, exact': { inference: { objective: 'pooled', reduction: 'exact' } },
  'pooled, exact, in passes of 3 samples': {
    inference: { objective: 'pooled', reduction: 'exact' },
    samplesPerPass: 3,
  },
  'Monte Carlo KL with a Student-t prior': {
    inference: { kl: 'monte-carlo', prior: { kind: 'student-t', degreesOfFreedom: 3, scale: 1 } },
  },
  'local reparameterisation': { inference: { localReparameterisation: true } },
  Flipout: { inference: { flipout: true } },
  'regression with learned noise': { task: values },
  'regression with noise read off the samples, exact': {
    task: values,
    inference: { objective: 'pooled', reduction: 'exact', noise: { kind: 'samples' } },
  },
  'Monte Carlo dropout': { inference: { method: 'mc-dropout' } },
};

describe.each(Object.entries(cases))('the first gradient of 8 samples of 7 items, %s,', (_case, asked) => {
  test.each(meshes)('is the single device one in %s', async (_mesh, workers, parallel) => {
    const [single] = await firstGradients(1, { mode: 'local' }, { ...asked, samplesPerPass: undefined });
    const reduced = await firstGradients(workers, parallel, asked);
    for (const { gradient, layout, report } of reduced) {
      // Every worker is given the same bits: their parameters never drift apart.
      expect(gradient).toEqual(reduced[0].gradient);
      expect(report.nll / single.report.nll).toBeCloseTo(1, 5);
      for (const slot of layout.slots)
        expect(
          relativeDistance(valuesOf(slot, gradient), valuesOf(slot, single.gradient)),
          slot.name,
        ).toBeLessThan(1e-5);
    }
  });
});

test("the paper's averaged pooling is an upper bound of the single device loss, and another gradient", async () => {
  const pooled: ExperimentInput['inference'] = { objective: 'pooled', reduction: 'averaged' };
  const [single] = await firstGradients(1, { mode: 'local' }, { inference: pooled });
  const [averaged] = await firstGradients(4, { mode: 'sp' }, { inference: pooled });
  expect(averaged.report.nll).toBeGreaterThan(single.report.nll);
  expect(relativeDistance(averaged.gradient, single.gradient)).toBeGreaterThan(1e-3);
});
