import { splitEvenly } from '../../src-shared/devices/workload';
import { type ItemReader, plainItems, type RunData } from '../data/run-data';
import type { PassShape } from '../engine/pass';
import type { CompiledProgram } from '../engine/program';
import type { Exchange } from '../parallel/exchange';
import type { Pass, PredictionPlan, StepPlan } from '../parallel/step-plan';
import { noiseSeeds, type Purpose } from '../random/noise-seeds';
import type { Evaluation } from './evaluation';

export interface EvaluationTask {
  readonly program: CompiledProgram;
  readonly data: RunData;
  readonly reader: ItemReader;
  readonly plan: StepPlan;
  readonly shapeOf: (pass: Pass) => PassShape;
  readonly exchange: Exchange | undefined;
  readonly seed: number;
  /** With which samples, of how many. */
  readonly predictions: PredictionPlan;
  /** Parameters to predict with in turn, each with those samples; without any those that the program has. */
  readonly draws: readonly Float32Array[];
  readonly noiseTensors: number;
  /** Numbers that one item's prediction has. */
  readonly outputs: number;
}

/**
 * Every worker predicts with its own samples (and, in data groups, its own part of the items). Chunk by chunk the
 * predictions of all of them come together, so that all S samples count and not one worker's share alone.
 * @param step part of the noise's key: evaluations at different times draw different weights
 */
export async function evaluateSplit(
  task: EvaluationTask,
  evaluation: Evaluation,
  indices: Uint32Array,
  purpose: Purpose,
  step: number,
): Promise<void> {
  const groups = task.plan.dataGroups;
  const chunkItems = task.reader.items * groups;
  for (let first = 0; first < indices.length; first += chunkItems) {
    const chunk = indices.subarray(first, first + chunkItems);
    const samples = predictOwn(task, chunk, purpose, step);
    await task.exchange?.allReduceSum(samples);
    evaluation.add(
      samples,
      task.predictions.samples * Math.max(1, task.draws.length),
      task.data.targetsOf(chunk),
    );
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
}

/** [all samples, chunk's items, outputs], zero but for this worker's samples and items. */
function predictOwn(task: EvaluationTask, chunk: Uint32Array, purpose: Purpose, step: number): Float32Array {
  const { draws, program, outputs } = task;
  const size = task.predictions.samples * chunk.length * outputs;
  const all = new Float32Array(size * Math.max(1, draws.length));
  if (draws.length === 0) return predictInto(task, chunk, purpose, step, all);
  const [parameters, state] = [program.parameters(), program.optimiserState()];
  draws.forEach((draw, index) => {
    program.setParameters(draw);
    predictInto(task, chunk, purpose, step, all.subarray(index * size, (index + 1) * size));
  });
  program.restore(parameters, state);
  return all;
}

/** Fills in what the parameters in the program predict. @returns `all` */
function predictInto(
  task: EvaluationTask,
  chunk: Uint32Array,
  purpose: Purpose,
  step: number,
  all: Float32Array,
): Float32Array {
  const { plan, outputs } = task;
  const part = splitEvenly(chunk.length, plan.dataGroups)[plan.share.dataGroup];
  if (part.size === 0) return all;
  const { inputs } = task.reader.read(plainItems(chunk.subarray(part.first, part.first + part.size)));
  for (const pass of task.predictions.passes) {
    const samples = { first: pass.firstSample, count: pass.samples };
    const seeds = noiseSeeds(task.seed, purpose, step, task.noiseTensors, samples);
    const drawn = task.program.predict(task.shapeOf(pass), inputs, seeds);
    for (let sample = 0; sample < pass.samples; sample += 1) {
      const from = sample * task.reader.items * outputs;
      const to = ((pass.firstSample + sample) * chunk.length + part.first) * outputs;
      all.set(drawn.subarray(from, from + part.size * outputs), to);
    }
  }
  return all;
}
