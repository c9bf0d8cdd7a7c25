import type { Experiment } from '../../src-shared/experiment/experiment';
import { methodFacts } from '../../src-shared/experiment/methods';
import { isSwag } from '../../src-shared/experiment/methods/swag-facts';
import type { OptimiserSettings } from '../engine/program';
import type { StepPlan } from '../parallel/step-plan';
import { snapshotRates } from '../swag/snapshot-rates';
import { chainStepSizes } from './chain-schedule';
import { learningRateAt } from './learning-rate';
import type { StepSize } from './step-size';

/**
 * The step sizes of an experiment.
 * @returns for a step, which counts from 1
 */
export function stepSizesOf(
  { inference, training }: Experiment,
  { stepsPerEpoch, epochs, totalSteps }: StepPlan,
  trainItems: number,
): (step: number) => StepSize {
  if (inference.method === 'sg-mcmc') return chainStepSizes(inference, totalSteps, trainItems);
  const { optimizer, ...others } = training;
  const settings = { ...others, learningRate: optimizer.learningRate, epochs };
  const rateAt = isSwag(inference)
    ? snapshotRates(inference, { totalSteps, stepsPerEpoch }, settings)
    : (step: number) => learningRateAt(step, stepsPerEpoch, settings);
  return (step) => {
    const learningRate = rateAt(step);
    return { size: learningRate, learningRate };
  };
}

/**
 * What changes the parameters, as engines take it, whose gradients are of nats per data set: there a decay is the precision
 * of a Gaussian prior, and one per item, as PyTorch's optimisers have it beside a mean over items, is N times as much.
 * Chains are gradient descent with momentum and noise, whose numbers come with each step.
 * @param trainItems of the training split (N)
 */
export function optimiserOf({ inference, training }: Experiment, trainItems: number): OptimiserSettings {
  if (methodFacts(inference).hasChains) return { kind: 'sgd', momentum: 0, weightDecay: 0 };
  const { optimizer } = training;
  const isPerItem = 'weightDecayPer' in optimizer && optimizer.weightDecayPer === 'item';
  const weightDecay = optimizer.weightDecay * (isPerItem ? trainItems : 1);
  return { ...optimizer, weightDecay, logStdRate: inference.logStdRate };
}
