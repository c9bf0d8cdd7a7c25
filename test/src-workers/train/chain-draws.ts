import type { Experiment } from '../../../src-shared/experiment/experiment';
import type { Task } from '../../../src-workers/data/run-data';
import { flatten, layoutOf, type ParameterLayout } from '../../../src-workers/engine/parameter-layout';
import { compileForTensorflow } from '../../../src-workers/engine/tensorflow/tensorflow-engine';
import { itemSetsOf } from '../../../src-workers/parallel/item-sets';
import { passShape, planSteps } from '../../../src-workers/parallel/step-plan';
import { KeptDraws } from '../../../src-workers/run/kept-draws';
import { stepsOfRun } from '../../../src-workers/run/steps-of-run';
import { runProgram } from '../../../src-workers/train/run-program';
import { optimiserOf } from '../../../src-workers/train/step-sizes';
import { tensorflow } from '../tensorflow';

export interface ChainDraws {
  /** Each parameter holds all chains, [chains, ...shape]. */
  readonly layout: ParameterLayout;
  /** Kept states, flat, in the order in which they were drawn. */
  readonly kept: readonly Float32Array[];
}

/**
 * What the chains of an experiment keep whose every step sees all items, in one worker.
 * @param starts of parameters that are the likelihood's
 */
export async function chainDraws(
  experiment: Experiment,
  task: Task,
  data: { readonly inputs: Float32Array; readonly targets: Float32Array; readonly items: number },
  starts: readonly Float32Array[] = [],
): Promise<ChainDraws> {
  const chains = experiment.training.samples;
  const plan = planSteps(experiment, 0, 1, data.items);
  const { program, family } = runProgram(experiment, plan, task, data.items);
  const layout = layoutOf(program.parameters);
  const [pass] = plan.passes;
  const compiled = compileForTensorflow(tensorflow(), program, {
    passes: [passShape(pass, plan, experiment)],
    predictions: [],
    optimiser: optimiserOf(experiment, 1),
  });
  compiled.setParameters(flatten(layout, [...family.initialValues(1), ...starts]));
  const reducers = { everyone: undefined, sameParameters: undefined };
  const parts = {
    plan,
    compiled,
    program,
    layout,
    pooling: undefined,
    data: { train: { length: data.items } },
  };
  const trainer = stepsOfRun(experiment, parts, { reducers, reduction: undefined });
  // Where each chain sees a batch of its own, it is all of the data here.
  const sets = itemSetsOf(experiment).ownOrder ? chains : 1;
  const batch = { inputs: repeated(data.inputs, sets), targets: repeated(data.targets, sets) };
  const kept = new KeptDraws(experiment, plan);
  for (let step = 1; step <= plan.totalSteps; step += 1) {
    await trainer.step(step, batch, { asked: 'nothing', checkpoint: false });
    if (kept.isDue(step)) kept.add(compiled.parameters());
  }
  compiled.dispose();
  return { layout, kept: kept.all };
}

function repeated(values: Float32Array, count: number): Float32Array {
  const all = new Float32Array(count * values.length);
  for (let copy = 0; copy < count; copy += 1) all.set(values, copy * values.length);
  return all;
}
