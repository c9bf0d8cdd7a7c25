import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { noiseFacts } from '../../src-shared/experiment/noise';
import { learnedStds, type TargetNoise, targetNoise } from '../evaluate/target-noise';
import type { Exchange } from '../parallel/exchange';
import type { PreparedRun } from './prepared-run';

/**
 * The noise of a regression's targets around all workers' samples; classes have none.
 * @param draws parameters of this worker's samples
 */
export async function gatheredNoise(
  { data, layout, plan: { share } }: PreparedRun,
  { inference, training }: Experiment,
  everyone: Exchange | undefined,
  draws: readonly Float32Array[],
  samples: number,
): Promise<TargetNoise> {
  if (data.task.kind !== 'regression') return { kind: 'samples' };
  if (!noiseFacts(inference.noise).isTrained || !methodFacts(inference).hasMembers)
    return targetNoise(inference, samples, layout, draws[0], data.task.targetStd);
  const stds = new Float32Array(training.samples * draws.length);
  if (share.dataGroup === 0)
    draws.forEach((flat, draw) => {
      stds.set(learnedStds(layout, flat), draw * training.samples + share.firstSample);
    });
  await everyone?.allReduceSum(stds);
  return { kind: 'by-sample', stds: Float64Array.from(stds) };
}
