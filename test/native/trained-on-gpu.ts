import type { Experiment } from '../../src-shared/experiment/experiment';
import { BatchReader, type ItemSource } from '../../src-workers/data/batch-reader';
import type { Task } from '../../src-workers/data/run-data';
import { flatten, layoutOf } from '../../src-workers/engine/parameter-layout';
import type { CompiledProgram } from '../../src-workers/engine/program';
import type { Binding } from '../../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../../src-workers/engine/tensorflow/tensorflow-engine';
import { countSets, itemSetsOf } from '../../src-workers/parallel/item-sets';
import { planSteps, type StepPlan } from '../../src-workers/parallel/step-plan';
import { compileOptions } from '../../src-workers/run/prepared-run';
import { stepsOfRun } from '../../src-workers/run/steps-of-run';
import { EpochOrders, itemsOfStep, setsOfWorker } from '../../src-workers/train/batch-of-step';
import { EpochBatches } from '../../src-workers/train/epoch-batches';
import type { GradientReduction } from '../../src-workers/train/gradient-reduction';
import { openGradientReduction } from '../../src-workers/train/open-gradient-reduction';
import type { Reducers } from '../../src-workers/train/reducers';
import { runProgram } from '../../src-workers/train/run-program';
import { Trainer } from '../../src-workers/train/trainer';

export const trainItems = 13;
const inputSize = 6;

export const classes: Task = { kind: 'classification', inputShape: [inputSize], classNames: ['a', 'b', 'c'] };
export const values: Task = {
  kind: 'regression',
  inputShape: [inputSize],
  targetShape: [2],
  targetNames: ['a', 'b'],
  targetMean: [0, 0],
  targetStd: [1, 1],
};

/** Items whose every number tells item, epoch and view. */
function itemsOf(task: Task): ItemSource {
  const isOfClasses = task.kind === 'classification';
  const targetSize = isOfClasses ? 1 : 2;
  return {
    inputSize,
    targetSize,
    targetType: isOfClasses ? 'label' : 'value',
    writeInput: (item, { epoch, view }, to, offset) => {
      for (let at = 0; at < inputSize; at += 1)
        to[offset + at] = Math.sin(item + 3 * at + 7 * epoch + 11 * view);
    },
    writeTarget: (item, to, offset) => {
      for (let at = 0; at < targetSize; at += 1)
        to[offset + at] = isOfClasses ? item % 3 : Math.cos(item + at);
    },
  };
}

export interface Ended {
  readonly parameters: Float32Array;
  readonly state: readonly Float32Array[];
  readonly reports: readonly unknown[];
}

export interface Way {
  /** Whether batches are brought to the GPU ahead of their steps. */
  readonly isAhead: boolean;
  /** Whether everything that is ahead is dropped after each step, as where a run is stopped and goes on. */
  readonly isInterrupted?: boolean;
}

/** A worker's whole run on an emulated GPU, without evaluation. */
export class WorkerOnGpu {
  readonly plan: StepPlan;
  readonly compiled: CompiledProgram;
  readonly #program: ReturnType<typeof runProgram>;

  constructor(
    gpu: Binding,
    readonly experiment: Experiment,
    readonly task: Task,
    rank: number,
    readonly workers: number,
  ) {
    this.plan = planSteps(experiment, rank, workers, trainItems);
    this.#program = runProgram(experiment, this.plan, task, trainItems);
    const { program, family, likelihood } = this.#program;
    this.compiled = compileForTensorflow(
      gpu,
      program,
      compileOptions({ experiment }, this.plan, trainItems, family),
    );
    const starts = likelihood.parameters.map(({ initial, shape }) =>
      new Float32Array(shape.reduce((product, length) => product * length, 1)).fill(initial),
    );
    this.compiled.setParameters(
      flatten(layoutOf(program.parameters), [...family.initialValues(experiment.seed), ...starts]),
    );
  }

  async train(reducers: Reducers, way: Way): Promise<Ended> {
    const { plan, compiled, experiment } = this;
    const { program, objective } = this.#program;
    const layout = layoutOf(program.parameters);
    const reduction = await this.#reduction(reducers, layout.floats);
    const pooling = objective.pooling?.combination;
    const data = { train: { length: trainItems } };
    const run = { plan, compiled, program, layout, pooling, data };
    const steps = stepsOfRun(experiment, run, { reducers, reduction });
    const reports: unknown[] = [];
    let batches: EpochBatches | undefined;
    for (let step = 0; step < plan.totalSteps; step += 1) {
      const isFirst = step % plan.stepsPerEpoch === 0;
      if (isFirst || way.isInterrupted || !batches) batches = this.#batches(step, way.isAhead);
      const wishes = { asked: 'nothing', checkpoint: false } as const;
      const { report } = await steps.step(step + 1, batches.take(step), wishes);
      reports.push(report);
    }
    reduction?.close();
    const ended = { parameters: compiled.parameters(), state: compiled.optimiserState(), reports };
    compiled.dispose();
    return ended;
  }

  async #reduction(reducers: Reducers, floats: number): Promise<GradientReduction | undefined> {
    const passes = this.plan.passes.length;
    if (this.workers === 1 && passes === 1) return undefined;
    const reduced = { program: this.compiled, floats, tailFloats: Trainer.tailFloats, passes };
    return openGradientReduction(reduced, reducers);
  }

  #batches(step: number, isAhead: boolean): EpochBatches {
    const { plan, experiment, compiled } = this;
    const { stepsPerEpoch, totalSteps } = plan;
    const epoch = Math.floor(step / stepsPerEpoch);
    const sets = setsOfWorker(itemSetsOf(experiment), plan);
    const views = sets.map(({ view }) => view);
    const orders = new EpochOrders(
      Uint32Array.from({ length: trainItems }, (_, at) => at),
      experiment.seed,
      epoch,
    );
    const all = plan.share.items * countSets(itemSetsOf(experiment), plan.share.samples);
    return new EpochBatches({
      reader: new BatchReader(itemsOf(this.task), all),
      loading: isAhead ? compiled.batchLoading : undefined,
      request: (at) => ({ indices: itemsOfStep(orders, sets, plan, at), epoch, views }),
      has: (at) => at % stepsPerEpoch !== 0 && at < totalSteps,
    });
  }
}
