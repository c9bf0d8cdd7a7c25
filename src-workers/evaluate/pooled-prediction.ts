import { splitEvenly } from '../../src-shared/workload';
import type { BatchReader } from '../data/batch';
import type { CompiledProgram, PassShape } from '../engine/program';
import type { Exchange } from '../parallel/exchange';
import { noiseSeeds, type Purpose } from '../random/noise-seeds';
import type { Pass, StepPlan } from '../train/step-plan';

/** Predictions pooled over the weight samples of all workers. */
export interface PooledPrediction {
  /** Mean over samples of class probabilities, [items, classes] */
  readonly probabilities: Float32Array;
  /** Mean over samples of each draw's entropy in nats, [items]: the aleatoric part of the uncertainty. */
  readonly meanEntropies: Float32Array;
}

export interface PredictionTask {
  readonly program: CompiledProgram;
  readonly reader: BatchReader;
  readonly plan: StepPlan;
  readonly shapeOf: (pass: Pass) => PassShape;
  readonly exchange: Exchange | undefined;
  readonly seed: number;
  readonly samples: number;
  readonly noiseTensors: number;
  readonly classes: number;
}

/**
 * Every worker predicts with its own samples (and, in data groups, its own part of the items); one reduction pools
 * the sums, so all of S samples count and not one worker's share alone.
 * @param step part of the noise's key: evaluations at different times draw different weights
 */
export async function predictPooled(
  task: PredictionTask,
  indices: Uint32Array,
  purpose: Purpose,
  step: number,
): Promise<PooledPrediction> {
  const width = task.classes + 1;
  const sums = new Float32Array(indices.length * width);
  const part = splitEvenly(indices.length, task.plan.dataGroups)[task.plan.share.dataGroup];
  for (let offset = 0; offset < part.size; offset += task.reader.items) {
    const first = part.first + offset;
    const chunk = indices.subarray(first, first + Math.min(task.reader.items, part.size - offset));
    addChunk(task, chunk, sums.subarray(first * width), purpose, step);
    // Lets messages in between batches.
    await new Promise(setImmediate);
  }
  await task.exchange?.allReduceSum(sums);
  return divide(sums, task.classes, task.samples);
}

function addChunk(
  task: PredictionTask,
  chunk: Uint32Array,
  sums: Float32Array,
  purpose: Purpose,
  step: number,
): void {
  const { classes } = task;
  const batch = task.reader.read(chunk);
  for (const pass of task.plan.passes) {
    const { firstSample, samples } = pass;
    const seeds = noiseSeeds(task.seed, purpose, step, task.noiseTensors, {
      first: firstSample,
      count: samples,
    });
    const sum = task.program.predict(
      { ...task.shapeOf(pass), items: task.reader.items },
      batch.images,
      seeds,
    );
    for (let item = 0; item < chunk.length; item += 1) {
      for (let index = 0; index < classes; index += 1)
        sums[item * (classes + 1) + index] += sum.probabilities[item * classes + index];
      sums[item * (classes + 1) + classes] += sum.entropies[item];
    }
  }
}

function divide(sums: Float32Array, classes: number, samples: number): PooledPrediction {
  const items = sums.length / (classes + 1);
  const probabilities = new Float32Array(items * classes);
  const meanEntropies = new Float32Array(items);
  for (let item = 0; item < items; item += 1) {
    for (let index = 0; index < classes; index += 1)
      probabilities[item * classes + index] = sums[item * (classes + 1) + index] / samples;
    meanEntropies[item] = sums[item * (classes + 1) + classes] / samples;
  }
  return { probabilities, meanEntropies };
}
