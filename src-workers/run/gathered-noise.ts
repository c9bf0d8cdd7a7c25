import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { type Noise, noiseFacts } from '../../src-shared/experiment/noise';
import { parameterOfHead } from '../bayes/likelihoods/of-heads';
import type { Regression, Task } from '../data/run-data';
import {
  learnedNoise,
  learnedStds,
  noiseParameter,
  type TargetNoise,
  targetNoise,
} from '../evaluate/target-noise';
import type { Exchange } from '../parallel/exchange';
import type { PreparedRun } from './prepared-run';

/**
 * The noise of a regression's targets around all workers' samples; of several heads that of each, where classes have none.
 * @param draws parameters of this worker's samples
 */
export async function gatheredNoises(
  run: PreparedRun,
  experiment: Experiment,
  everyone: Exchange | undefined,
  draws: readonly Float32Array[],
  samples: number,
): Promise<readonly TargetNoise[]> {
  const noises: TargetNoise[] = [];
  for (const likelihood of likelihoodsOf(run.data.task, experiment)) {
    const isOfValues = likelihood.task.kind === 'regression';
    noises.push(
      isOfValues
        ? await gatheredNoise(run, experiment, everyone, { draws, samples }, likelihood as OfValues)
        : { kind: 'samples' },
    );
  }
  return noises;
}

export interface OfTask {
  readonly task: Task;
  readonly noise: Noise;
  /** The name that a learned noise has among the parameters. */
  readonly parameter: string;
}

interface OfValues extends OfTask {
  readonly task: Regression;
}

/** The likelihood of all targets, or that of each head. */
export function likelihoodsOf(task: Task, { inference: { noise } }: Experiment): readonly OfTask[] {
  if (task.kind !== 'heads') return [{ task, noise, parameter: noiseParameter }];
  return task.heads.map((head) => ({
    task: head.task,
    noise: head.noise,
    parameter: parameterOfHead(noiseParameter, head.name),
  }));
}

async function gatheredNoise(
  { layout, plan: { share } }: PreparedRun,
  { inference, training }: Experiment,
  everyone: Exchange | undefined,
  { draws, samples }: { readonly draws: readonly Float32Array[]; readonly samples: number },
  { task, noise, parameter }: OfValues,
): Promise<TargetNoise> {
  if (!noiseFacts(noise).isTrained || !methodFacts(inference).hasMembers)
    return targetNoise({ noise }, samples, layout, draws[0], task.targetStd, parameter);
  const each = draws.map((flat) => learnedStds(layout, flat, parameter));
  const noises = each[0].length / share.samples;
  const stds = new Float32Array(training.samples * draws.length * noises);
  if (share.dataGroup === 0)
    each.forEach((own, draw) => {
      stds.set(own, (draw * training.samples + share.firstSample) * noises);
    });
  await everyone?.allReduceSum(stds);
  return learnedNoise(stds, training.samples * draws.length, noises);
}
