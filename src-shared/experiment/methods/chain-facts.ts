import type { Experiment } from '../experiment';
import { isRegression } from '../is-regression';
import { noiseFacts } from '../noise';
import { priorFacts } from '../priors';
import type { Problem } from '../problem';
import type { MethodFacts } from './method-choice';

/** What all methods whose samples are Markov chains have in common. */
export const chainFacts = {
  uses: ['prior'],
  hasDivergence: false,
  hasMembers: true,
  keepsDraws: true,
  movesAllWeights: true,
  hasChains: true,
  isSingle: false,
  dropsUnits: false,
  lossOf: 'mean of the chains',
  refusedSamples: (wanted, kept) =>
    wanted > kept
      ? `the run kept ${kept} draws of its chains, so there are no ${wanted}; ask for at most ${kept}.`
      : undefined,
  isInClusterProject: false,
} as const satisfies Partial<MethodFacts>;

/** A prior density for every weight, no other bound on them, and an end that was set beforehand. */
export function chainProblems({ inference, data, training }: Experiment): readonly Problem[] {
  const { prior, noise, heat, objective, method } = inference;
  const { optimizer, earlyStopping } = training;
  const { whyNoPoints } = priorFacts(prior);
  const problems: (Problem | false | undefined)[] = [
    whyNoPoints !== undefined && {
      path: 'inference.prior.kind',
      message: `The ${prior.kind} prior ${whyNoPoints}, and weights of a chain have no spread; use gaussian.`,
    },
    isRegression(data) &&
      noiseFacts(noise).isSpreadOfSamples && {
        path: 'inference.noise.kind',
        message:
          'A chain needs the density of the noise, which cannot be read off samples; use learned or fixed.',
      },
    heat !== 1 && {
      path: 'inference.heat',
      message: `Method ${method} has no divergence to weigh; set 1 instead of ${heat}.`,
    },
    objective !== 'elbo' && {
      path: 'inference.objective',
      message: 'Each chain explains the data by itself; use elbo.',
    },
    optimizer.weightDecay > 0 && {
      path: 'training.optimizer.weightDecay',
      message: `A chain’s weights are held by inference.prior alone; set 0 instead of ${optimizer.weightDecay}.`,
    },
    optimizer.clipNorm !== undefined && {
      path: 'training.optimizer.clipNorm',
      message: 'A bounded gradient is not that of the posterior; leave it out.',
    },
    earlyStopping !== undefined && {
      path: 'training.earlyStopping',
      message: 'Chains keep their draws at the end; leave it out and set training.epochs.',
    },
  ];
  return problems.filter((problem) => problem !== false && problem !== undefined);
}
