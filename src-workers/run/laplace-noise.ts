import type { Experiment } from '../../src-shared/experiment/experiment';
import type { Task } from '../data/run-data';
import type { ParameterLayout } from '../engine/parameter-layout';
import { learnedStds, type TargetNoise, targetNoise } from '../evaluate/target-noise';
import type { ToldStds } from '../laplace/curvature-of-task';
import { likelihoodsOf, type OfTask } from './gathered-noise';
import type { PreparedRun } from './prepared-run';

/**
 * The noise that one of this worker's networks was trained with, likelihood by likelihood: what the curvature is told at. The evidence
 * may multiply all of it alike.
 */
export function toldStds(run: PreparedRun, experiment: Experiment, own: number): ToldStds {
  return likelihoodsOf(run.data.task, experiment).map((likelihood) => stdsOf(run, likelihood, own));
}

function stdsOf(run: PreparedRun, likelihood: OfTask, own: number): readonly number[] {
  const { noise, parameter } = likelihood;
  if (isLearned(likelihood)) {
    const all = learnedStds(run.layout, run.compiled.parameters(), parameter);
    const noises = all.length / run.plan.share.samples;
    return all.slice(own * noises, (own + 1) * noises);
  }
  return [likelihood.task.kind === 'regression' && noise.kind === 'fixed' ? noise.std : 1];
}

/**
 * Whether the evidence says what the noise is: it has one factor for all of the curvature, and classes and counts have no noise that it
 * could multiply. Beside them a learned noise stays as it was trained.
 */
export function areAllLearned(task: Task, experiment: Experiment): boolean {
  return likelihoodsOf(task, experiment).every(isLearned);
}

function isLearned({ task, noise }: OfTask): boolean {
  return task.kind === 'regression' && noise.kind === 'learned';
}

/**
 * Learned noises of this worker's networks by their names, network by network.
 * @param factors of each network, that its noise is multiplied with
 */
export function learnedParameters(
  run: PreparedRun,
  experiment: Experiment,
  factors: readonly number[],
): ReadonlyMap<string, Float32Array> {
  const learned = likelihoodsOf(run.data.task, experiment).filter(isLearned);
  return new Map(
    learned.map((likelihood): [string, Float32Array] => {
      const logs = factors.flatMap((factor, own) =>
        stdsOf(run, likelihood, own).map((std) => Math.log(factor * std)),
      );
      return [likelihood.parameter, Float32Array.from(logs)];
    }),
  );
}

/** The noise around all samples of a mixture, likelihood by likelihood. */
export function noisesAround(
  task: Task,
  experiment: Experiment,
  samples: number,
  layout: ParameterLayout,
  flat: Float32Array,
): readonly TargetNoise[] {
  return likelihoodsOf(task, experiment).map(({ task: own, noise, parameter }) =>
    own.kind === 'regression'
      ? targetNoise({ noise }, samples, layout, flat, own.targetStd, parameter)
      : { kind: 'samples' },
  );
}
