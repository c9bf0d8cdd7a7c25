import type { Experiment } from '../../src-shared/experiment/experiment';
import type { OptimiserSettings } from '../engine/program';
import type { StepPlan } from '../parallel/step-plan';
import { chainStepSizes } from './chain-schedule';
import { learningRateAt } from './learning-rate';
import type { StepSize } from './step-size';

/**
 * The step sizes of an experiment.
 * @returns for a step, which counts from 1
 */
export function stepSizesOf(
  { inference, training }: Experiment,
  { stepsPerEpoch, totalSteps }: StepPlan,
  trainItems: number,
): (step: number) => StepSize {
  if (inference.method === 'sg-mcmc') return chainStepSizes(inference, totalSteps, trainItems);
  const { optimizer, ...others } = training;
  const settings = { ...others, learningRate: optimizer.learningRate };
  return (step) => {
    const learningRate = learningRateAt(step, stepsPerEpoch, settings);
    return { size: learningRate, learningRate };
  };
}

/** What changes the parameters. Chains are gradient descent with momentum and noise, whose numbers come with each step. */
export function optimiserOf({ inference, training }: Experiment): OptimiserSettings {
  if (inference.method === 'sg-mcmc') return { kind: 'sgd', momentum: 0, weightDecay: 0 };
  return { ...training.optimizer, logStdRate: inference.logStdRate };
}
