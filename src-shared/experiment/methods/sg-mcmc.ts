import { z } from 'zod';
import type { Experiment } from '../experiment';
import type { Problem } from '../problem';
import { chainFacts, chainProblems } from './chain-facts';
import type { MethodChoice } from './method-choice';

const fraction = z.number().min(0).lt(1);

/** Every sample is a Markov chain with parameters of its own, driven by the gradients of batches. */
const settings = z.strictObject({
  method: z.literal('sg-mcmc'),
  /** Langevin dynamics (SGLD, without momentum), with momentum (SGHMC), or with momentum and step sizes that fall and start anew (cyclical). */
  sampler: z.enum(['sgld', 'sghmc', 'csghmc']).default('csghmc'),
  /** Step size, counted as a learning rate on the loss of one item: a step moves by this times the gradient of the energy / items. */
  stepSize: z.number().positive().default(0.001),
  /** How much of a step goes on in the next one. */
  momentum: fraction.default(0.9),
  /** Cycles of csghmc: each looks for another region, with a step size that falls by half a cosine. */
  cycles: z.int().min(1).default(4),
  /** Share of the steps (of csghmc: of each cycle's) before the first draw; csghmc adds no noise in them. */
  burnIn: fraction.default(0.5),
  /** Draws that each chain keeps. */
  draws: z.int().min(1).default(16),
  /** Of the noise: 1 is Bayes, less makes a colder posterior. */
  temperature: z.number().min(0).default(1),
});

export type SgMcmc = Readonly<z.output<typeof settings>>;

/** Stochastic-gradient Markov chain Monte Carlo: SGLD (Welling and Teh 2011), SGHMC (Chen et al. 2014), cSGHMC (Zhang et al. 2020). */
export const sgMcmc: MethodChoice<typeof settings> = {
  settings,
  title: 'Stochastic-gradient MCMC',
  help: 'A sample is a chain: a network of its own that wanders through the posterior and is written down now and then.',
  fields: {
    sampler: {
      label: 'Sampler',
      kind: 'choice',
      help: 'How a chain moves.',
      choices: [
        {
          value: 'sgld',
          label: 'SGLD',
          help: 'Gradient and noise: Langevin dynamics (Welling and Teh 2011).',
        },
        { value: 'sghmc', label: 'SGHMC', help: 'With momentum and friction (Chen et al. 2014).' },
        {
          value: 'csghmc',
          label: 'Cyclical SGHMC',
          help: 'With momentum, and a step size that falls and starts anew to reach other regions (Zhang et al. 2020).',
        },
      ],
    },
    stepSize: { label: 'Step size', kind: 'number', help: 'As a learning rate on the loss of one item.' },
    momentum: { label: 'Momentum', kind: 'number', help: 'Kept of a step in the next; SGLD has none.' },
    cycles: {
      label: 'Cycles',
      kind: 'whole',
      help: 'Of cyclical SGHMC: how often the step size starts anew.',
    },
    burnIn: {
      label: 'Burn-in',
      kind: 'number',
      help: 'Share of the steps (of cyclical SGHMC: of each cycle) before the first draw.',
    },
    draws: { label: 'Draws of each chain', kind: 'whole', help: 'Kept evenly over the steps that remain.' },
    temperature: { label: 'Temperature', kind: 'number', help: '1 is Bayes; less makes a colder posterior.' },
  },
  ...chainFacts,
  problems: (experiment) => [
    ...chainProblems(experiment),
    ...scheduleProblems(experiment),
    ...cycleProblems(experiment),
  ],
  suggestions: () => ({}),
};

/** Step sizes are the sampler's own; a cosine, which experiments have that say nothing of it, is not asked for. */
function scheduleProblems({ training: { schedule, warmupEpochs } }: Experiment): readonly Problem[] {
  return [
    ...(schedule.kind === 'constant' || (schedule.kind === 'cosine' && schedule.finalFraction === 0)
      ? []
      : [
          {
            path: 'training.schedule.kind',
            message: `Method sg-mcmc has step sizes of its own; leave out ${schedule.kind}, or use constant.`,
          },
        ]),
    ...(warmupEpochs === 0
      ? []
      : [
          {
            path: 'training.warmupEpochs',
            message: `Method sg-mcmc has step sizes of its own; set 0 instead of ${warmupEpochs}.`,
          },
        ]),
  ];
}

function cycleProblems({ inference }: Experiment): readonly Problem[] {
  if (inference.method !== 'sg-mcmc' || inference.sampler !== 'csghmc') return [];
  const { cycles, draws } = inference;
  if (draws >= cycles) return [];
  return [
    {
      path: 'inference.draws',
      message: `Each of the ${cycles} cycles keeps at least one draw; set ${cycles} or more instead of ${draws}.`,
    },
  ];
}
