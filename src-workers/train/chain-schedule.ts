import { splitEvenly } from '../../src-shared/devices/workload';
import { FailedError } from '../../src-shared/errors';
import type { SgMcmc } from '../../src-shared/experiment/methods/sg-mcmc';
import type { StepSize } from './step-size';

/** A stretch of a chain's steps: it moves without being written down, then draws are kept. Steps count from 1. */
interface Stretch {
  readonly first: number;
  readonly steps: number;
  readonly burnIn: number;
  readonly draws: number;
}

/** The whole run, or each cycle of it. */
function stretches({ sampler, cycles, burnIn, draws }: SgMcmc, totalSteps: number): readonly Stretch[] {
  const count = sampler === 'csghmc' ? cycles : 1;
  const drawn = splitEvenly(draws, count);
  return splitEvenly(totalSteps, count).map(({ first, size }, index) => ({
    first: first + 1,
    steps: size,
    burnIn: Math.floor(burnIn * size),
    draws: drawn[index].size,
  }));
}

/**
 * The steps after which chains are written down: evenly over what follows the burn-in, the last step of it included.
 * @throws FailedError where there are fewer steps than draws
 */
export function stepsOfDraws(settings: SgMcmc, totalSteps: number): ReadonlySet<number> {
  const all = stretches(settings, totalSteps).flatMap(({ first, steps, burnIn, draws }) => {
    const left = steps - burnIn;
    if (left < draws)
      throw new FailedError(
        `${left} steps after the burn-in hold no ${draws} draws; set inference.draws lower or training.epochs higher.`,
      );
    return Array.from(
      { length: draws },
      (_, draw) => first - 1 + burnIn + Math.floor(((draw + 1) * left) / draws),
    );
  });
  return new Set(all);
}

/**
 * Step sizes of stochastic-gradient MCMC as a step of gradient descent with momentum whose gradient has noise in it.
 * With the energy U of all N items, eta = size / N and friction a = 1 - momentum, SGHMC (Chen et al. 2014, equation 15) is
 *   v = (1 - a) v - eta grad U + N(0, 2 a eta T),  w = w + v;
 * SGLD (Welling and Teh 2011) is the same with a = 1. Here v = -eta m, so m = momentum' m + grad U + N(0, 2 a T / eta), where
 * momentum' is multiplied with eta of the step before over eta, since v is what goes on when step sizes change. The
 * cyclical one's (Zhang et al. 2020) is size / 2 (cos(pi r) + 1) at the fraction r of its cycle.
 */
export function chainStepSizes(
  settings: SgMcmc,
  totalSteps: number,
  trainItems: number,
): (step: number) => StepSize {
  const parts = stretches(settings, totalSteps);
  const momentum = settings.sampler === 'sgld' ? 0 : settings.momentum;
  const partOf = (step: number): Stretch =>
    parts.find(({ first, steps }) => step < first + steps) ?? parts[parts.length - 1];
  const sizeAt = (step: number): number => {
    if (settings.sampler !== 'csghmc') return settings.stepSize;
    const { first, steps } = partOf(step);
    return (settings.stepSize / 2) * (Math.cos((Math.PI * (step - first)) / steps) + 1);
  };
  return (step) => {
    const size = sizeAt(step);
    const { first, burnIn } = partOf(step);
    const isExploring = settings.sampler === 'csghmc' && step - first < burnIn;
    const variance = (2 * settings.temperature * (1 - momentum) * trainItems) / size;
    return {
      size,
      learningRate: size / trainItems,
      momentum: step === 1 ? momentum : (momentum * sizeAt(step - 1)) / size,
      noiseStd: isExploring ? 0 : Math.sqrt(variance),
    };
  };
}
