import type { Experiment } from '../../src-shared/experiment/experiment';
import type { PassInputs } from '../engine/pass';
import { itemSetsOf } from '../parallel/item-sets';
import { batchOfStep, type Pass, passShape, type StepPlan } from '../parallel/step-plan';
import { noiseSeeds } from '../random/noise-seeds';
import { batchOfPass, placesOfPass } from './batch-of-step';
import type { StepBatch } from './epoch-batches';
import { klWeightAt } from './kl-weight';
import type { StepSize } from './step-size';

/** What of a run its passes depend on. */
export interface PassSettings {
  readonly experiment: Experiment;
  readonly plan: StepPlan;
  readonly noiseTensors: number;
  readonly stepSizes: (step: number) => StepSize;
}

/**
 * What a pass of a step is given.
 * @param batch this worker's items of the step
 * @param noiseStep the step whose noise its samples are drawn with: its own in training
 */
export function passInputs(
  { experiment, plan, noiseTensors, stepSizes }: PassSettings,
  step: number,
  batch: StepBatch,
  pass: Pass,
  noiseStep = step,
): PassInputs {
  const { noiseStd } = stepSizes(step);
  const sets = itemSetsOf(experiment);
  const samples = { first: pass.firstSample, count: pass.samples };
  return {
    shape: passShape(pass, batchOfStep(plan, step), experiment),
    ...('loader' in batch
      ? { loaded: batch, ...placesOfPass(sets, plan, pass) }
      : batchOfPass(sets, plan, batch, pass)),
    seeds: noiseSeeds(experiment.seed, 'training', noiseStep, noiseTensors, samples),
    klWeight: klWeightAt(step, plan.totalSteps, experiment.inference),
    share: pass.share,
    ...(noiseStd === undefined ? {} : { noiseStd }),
  };
}
