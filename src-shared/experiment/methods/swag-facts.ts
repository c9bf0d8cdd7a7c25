import { z } from 'zod';
import type { Experiment } from '../experiment';
import { isRegression } from '../is-regression';
import { noiseFacts } from '../noise';
import type { Problem } from '../problem';
import type { SettingField } from '../setting-field';
import type { MethodFacts } from './method-choice';

/** Settings of a Gaussian that is read off the way of training's last steps, of one network or of each of several. */
export const swagSettings = {
  /** Share of the steps before which no snapshot of the weights is taken. */
  from: z.number().min(0).lt(1).default(0.75),
  /** Steps from one snapshot to the next; left out, an epoch, or as many fewer as leave room for `rank` of them. */
  every: z.int().min(1).optional(),
  /** The last snapshots whose deviations from the mean are kept: the rank of the covariance beside its diagonal. */
  rank: z.int().min(2).default(20),
  /** Learning rate while snapshots are taken, constant, in times of training.optimizer.learningRate. */
  rate: z.number().positive().default(0.5),
  /** Networks drawn from each Gaussian after the last step, which the posterior is then made of. */
  draws: z.int().min(1).default(30),
};

/** Whether a method's posterior is read off snapshots. */
export function isSwag<One extends { readonly method: string }>(
  inference: One,
): inference is Extract<One, { method: 'swag' | 'multi-swag' }> {
  return inference.method === 'swag' || inference.method === 'multi-swag';
}

type SwagSettings = z.output<z.ZodObject<typeof swagSettings>>;
export type Swag = Readonly<SwagSettings & { method: 'swag' | 'multi-swag' }>;

export const swagFields = {
  from: {
    label: 'Snapshots from',
    kind: 'number',
    help: 'Share of the steps before the first: until then training goes as it would alone, its schedule included.',
  },
  every: {
    label: 'Steps between snapshots',
    kind: 'whole',
    optional: true,
    help: 'Empty for an epoch, or fewer where training is short.',
  },
  rank: {
    label: 'Rank',
    kind: 'whole',
    help: 'The last snapshots, whose deviations from the mean tell how weights vary together.',
  },
  rate: {
    label: 'Rate of the snapshots',
    kind: 'number',
    help: 'In times of the learning rate, constant. Larger wanders further: a wider posterior.',
  },
  draws: {
    label: 'Draws of each Gaussian',
    kind: 'whole',
    help: 'Networks that scores, predictions and exports are of.',
  },
} as const satisfies Readonly<Record<keyof SwagSettings, SettingField>>;

/** What SWAG of one network and of several have in common. */
export const swagFacts = {
  uses: ['prior', 'heat'],
  hasDivergence: false,
  hasMembers: true,
  keepsDraws: true,
  movesAllWeights: true,
  dropsUnits: false,
  refusedSamples: (wanted, kept) =>
    wanted > kept
      ? `the run kept ${kept} draws of its Gaussians, so there are no ${wanted}; ask for at most ${kept}.`
      : undefined,
  isInClusterProject: false,
} as const satisfies Partial<MethodFacts>;

/** An end that is known beforehand, and a loss for each network alone. */
export function swagProblems({ inference, training, data }: Experiment): readonly Problem[] {
  const { objective, noise } = inference;
  const problems: readonly (Problem | false | undefined)[] = [
    training.earlyStopping !== undefined && {
      path: 'training.earlyStopping',
      message: 'Snapshots are taken over the last steps; leave it out and set training.epochs.',
    },
    objective !== 'elbo' && {
      path: 'inference.objective',
      message: `Each network is trained by itself; use elbo instead of ${objective}.`,
    },
    isRegression(data) &&
      noiseFacts(noise).isSpreadOfSamples && {
        path: 'inference.noise.kind',
        message: 'A network that is trained alone has no spread to read the noise off; use learned or fixed.',
      },
  ];
  return problems.filter((problem) => problem !== false && problem !== undefined);
}
