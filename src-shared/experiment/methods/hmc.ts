import { z } from 'zod';
import { chainFacts, chainProblems } from './chain-facts';
import type { MethodChoice } from './method-choice';

const count = z.int().min(1);

/** Every sample is a Markov chain on the whole data set: the reference for small problems. */
const settings = z.strictObject({
  method: z.literal('hmc'),
  /** Iterations in which each chain finds its step size and the scales of its parameters; they are not kept. */
  warmUp: count.default(300),
  /** Draws that each chain keeps. */
  draws: count.default(100),
  /** Acceptance that step sizes are chosen for: nearer 1 for smaller steps, which diverge less. */
  targetAcceptance: z.number().gt(0).lt(1).default(0.8),
  /** A trajectory doubles at most so often: up to 2^maxDepth - 1 gradients of the whole data set for a draw. */
  maxDepth: count.max(15).default(8),
});

export type Hmc = Readonly<z.output<typeof settings>>;

/** Hamiltonian Monte Carlo without U-turns (Hoffman and Gelman 2014). */
export const hmc: MethodChoice<typeof settings> = {
  settings,
  title: 'Hamiltonian Monte Carlo (NUTS)',
  help: 'A sample is a chain whose draws follow the posterior itself: on the whole data, for small networks and tables.',
  fields: {
    warmUp: { label: 'Warm-up iterations', kind: 'whole', help: 'Find step size and scales; not kept.' },
    draws: { label: 'Draws of each chain', kind: 'whole', help: 'One an iteration after the warm-up.' },
    targetAcceptance: {
      label: 'Acceptance aimed at',
      kind: 'number',
      help: 'Nearer 1 for smaller steps, where trajectories diverge.',
    },
    maxDepth: {
      label: 'Most doublings',
      kind: 'whole',
      help: 'A draw takes up to 2 to this power gradients of the whole data set.',
    },
  },
  ...chainFacts,
  isOnAllItems: true,
  problems: (experiment) => [
    ...chainProblems(experiment),
    ...(experiment.training.views === 0
      ? []
      : [
          {
            path: 'training.views',
            message: `Views drawn anew would make another posterior of each iteration; set 0 instead of ${experiment.training.views}.`,
          },
        ]),
    ...(experiment.training.steps === undefined
      ? []
      : [
          {
            path: 'training.steps',
            message: 'Method hmc ends after inference.warmUp and inference.draws iterations; leave it out.',
          },
        ]),
  ],
  suggestions: () => ({}),
};
