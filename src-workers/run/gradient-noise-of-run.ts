import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { valuesOf } from '../engine/parameter-layout';
import { itemSetsOf } from '../parallel/item-sets';
import { EpochOrders, firstItems, itemsOfStep, setsOfWorker } from '../train/batch-of-step';
import { sampleShareOfNoise } from '../train/gradient-noise';
import { passInputs } from '../train/pass-inputs';
import type { Reducers } from '../train/reducers';
import { stepSizesOf } from '../train/step-sizes';
import type { PreparedRun } from './prepared-run';

/**
 * The part of the gradient's noise that comes from the weight samples, at the parameters as they are: to be called by all
 * workers. Nothing of the run changes.
 * @param done steps taken: the batches are those that would follow
 * @returns undefined where samples draw nothing, or where a step sees all items or pools its samples
 */
export async function gradientNoise(
  run: PreparedRun,
  experiment: Experiment,
  { everyone }: Reducers,
  done: number,
): Promise<number | undefined> {
  const { plan, program, compiled, pooling, data, trainReader } = run;
  const { hasDivergence, dropsUnits } = methodFacts(experiment.inference);
  const drawsNoise = program.noiseTensors > 0 && (hasDivergence || dropsUnits);
  if (!drawsNoise || pooling || plan.stepsPerEpoch < 2) return undefined;
  const settings = {
    experiment,
    plan,
    noiseTensors: program.noiseTensors,
    stepSizes: stepSizesOf(experiment, plan, data.train.length),
  };
  const sets = setsOfWorker(itemSetsOf(experiment), plan);
  const share = await sampleShareOfNoise(async (batch, noise) => {
    // The first step of an epoch is never its smaller last one.
    const epoch = Math.ceil(done / plan.stepsPerEpoch) + batch;
    const before = epoch * plan.stepsPerEpoch;
    const orders = new EpochOrders(data.train, experiment.seed, epoch);
    const indices = itemsOfStep(orders, sets, plan, before);
    const request = { indices, epoch, views: sets.map(({ view }) => view) };
    const items = firstItems(trainReader.read(request), indices.length, trainReader.items);
    const sum = new Float32Array(run.layout.floats);
    for (const pass of plan.passes) {
      const inputs = passInputs(settings, before + 1, items, pass, plan.totalSteps + 1 + noise);
      const { gradients } = compiled.gradients(inputs);
      for (let at = 0; at < sum.length; at += 1) sum[at] += gradients[at];
    }
    await everyone?.allReduceSum(sum);
    // Running statistics have no gradient, but what is taken off them.
    for (const slot of run.layout.slots) if (slot.role === 'moving') valuesOf(slot, sum).fill(0);
    return sum;
  });
  return Number.isFinite(share) ? share : undefined;
}
