import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { noiseStdOf, noiseVariances } from '../evaluate/noise-std';
import type { Exchange } from '../parallel/exchange';
import type { PreparedRun } from './prepared-run';

/**
 * Standard deviation of the noise on a regression's targets over all workers' samples, standardised; 0 for classes.
 * @param draws parameters of this worker's samples
 */
export async function pooledNoiseStd(
  { data, layout, plan }: PreparedRun,
  { inference, training }: Experiment,
  everyone: Exchange | undefined,
  draws: readonly Float32Array[],
): Promise<number> {
  if (data.task.kind === 'classification') return 0;
  if (inference.noise.kind !== 'learned' || !methodFacts(inference).hasMembers)
    return noiseStdOf(inference, layout, draws[0]);
  const own = draws.flatMap((flat) => noiseVariances(layout, flat));
  const sum = Float32Array.of(everyone && plan.share.dataGroup !== 0 ? 0 : total(own));
  await everyone?.allReduceSum(sum);
  return Math.sqrt(sum[0] / (training.samples * draws.length));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
