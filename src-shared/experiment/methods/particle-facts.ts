import { z } from 'zod';
import type { Experiment } from '../experiment';
import { isRegression } from '../is-regression';
import { noiseFacts } from '../noise';
import type { Problem } from '../problem';
import type { SettingField } from '../setting-field';
import { startOf, startPath } from '../start';
import type { MethodFacts } from './method-choice';

/** Settings of methods whose members see each other by a kernel exp(-|x - y|^2 / bandwidth) of their weights. */
export const particleSettings = {
  /** Of the kernel; left out, in every step the squared median of the distances between members over ln of their number. */
  bandwidth: z.number().positive().optional(),
};

export const particleFields = {
  bandwidth: {
    label: 'Bandwidth of the kernel',
    kind: 'number',
    optional: true,
    help: 'In squared distance between members’ weights; empty to follow their median distance.',
  },
} as const satisfies Readonly<Record<keyof typeof particleSettings, SettingField>>;

/** What they have in common: they are ensembles, of which each member needs all others. */
export const particleFacts = {
  uses: ['prior', 'heat'],
  hasDivergence: false,
  hasMembers: true,
  movesAllWeights: true,
  isSingle: false,
  dropsUnits: false,
  lossOf: 'mean of the members',
  refusedSamples: (wanted, trained) =>
    wanted > trained
      ? `the run trained ${trained} members, so there are no ${wanted}; ask for at most ${trained}.`
      : undefined,
  isInClusterProject: false,
} as const satisfies Partial<MethodFacts>;

export function particleProblems(experiment: Experiment): readonly Problem[] {
  const { inference, training, data, model } = experiment;
  const { objective, noise, method } = inference;
  const { samples, optimizer } = training;
  const problems: readonly (Problem | false | undefined)[] = [
    samples < 2 && {
      path: 'training.samples',
      message: `Members of ${method} keep apart from each other; set 2 samples or more instead of ${samples}.`,
    },
    objective !== 'elbo' && {
      path: 'inference.objective',
      message: `Each member explains the data by itself; use elbo instead of ${objective}.`,
    },
    optimizer.weightDecay > 0 && {
      path: 'training.optimizer.weightDecay',
      message: `The weights of ${method} are held by inference.prior alone; set 0 instead of ${optimizer.weightDecay}.`,
    },
    // What begins at one place is pushed nowhere: every distance and every push between them is 0.
    model.kind === 'onnx' &&
      model.start === 'file' && {
        path: 'model.start',
        message: `Members of ${method} that all begin as in the file never part; let weights begin afresh (fresh).`,
      },
    startOf(experiment) !== undefined && {
      path: startPath(experiment),
      message: `Members of ${method} that all begin at the same weights never part; leave this out.`,
    },
    isRegression(data) &&
      noiseFacts(noise).isSpreadOfSamples && {
        path: 'inference.noise.kind',
        message:
          'A posterior needs the density of the noise, which cannot be read off samples; use learned or fixed.',
      },
  ];
  return problems.filter((problem) => problem !== false && problem !== undefined);
}

/** Of a form that stands at one sample. */
export function particleSuggestions(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Number(texts['training.samples']) < 2 ? { 'training.samples': '8' } : {};
}
