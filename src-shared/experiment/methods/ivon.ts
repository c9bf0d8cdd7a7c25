import { z } from 'zod';
import { nameOf } from '../choice';
import type { Experiment } from '../experiment';
import { priorFacts, priors } from '../priors';
import type { Problem } from '../problem';
import type { MethodChoice } from './method-choice';

const positive = z.number().positive();

const settings = z.strictObject({
  method: z.literal('ivon'),
  /** Of IVON's own steps; training.optimizer moves what is no Gaussian: a learned noise, layers without uncertainty. */
  learningRate: positive.default(0.3),
  /** Where the estimate of the Hessian starts, of the mean loss of an item: a small one starts with a wide posterior. */
  initialHessian: positive.default(1),
  /** Share of the last gradients that goes on, below 1. */
  gradientMemory: z.number().min(0).lt(1).default(0.9),
  /** Share of the Hessian's estimate that a step keeps, below 1: about 1/(1 - it) steps are averaged. */
  hessianMemory: z.number().min(0).lt(1).default(0.999),
  /** Bound on a weight's step, before the learning rate. */
  clipRadius: positive.optional(),
});

/** IVON, variational inference by natural gradients at the price of Adam (Shen et al., arXiv 2402.17641). */
export const ivon: MethodChoice<typeof settings> = {
  settings,
  title: 'IVON',
  help: 'Every weight is a Gaussian; its spread is read off the loss’s curvature instead of learned by gradient.',
  fields: {
    learningRate: {
      label: 'IVON’s learning rate',
      kind: 'number',
      help: 'Of its own steps. The optimiser below moves a learned noise and layers without uncertainty.',
    },
    initialHessian: {
      label: 'First curvature',
      kind: 'number',
      help: 'Of an item’s loss. Smaller starts with a wider posterior and longer steps.',
    },
    gradientMemory: {
      label: 'Memory of gradients',
      kind: 'number',
      help: 'Share of the last gradients that goes on, below 1.',
    },
    hessianMemory: {
      label: 'Memory of the curvature',
      kind: 'number',
      help: '0.999 averages over about 1,000 steps; long trainings take more.',
    },
    clipRadius: {
      label: 'Longest step',
      kind: 'number',
      optional: true,
      help: 'Of one weight, before the learning rate; empty for no limit.',
    },
  },
  uses: ['prior', 'heat', 'bayesianLayers', 'pointEstimateLayers'],
  hasDivergence: true,
  hasMembers: false,
  isSingle: false,
  dropsUnits: false,
  ratePath: 'inference.learningRate',
  problems: (experiment) => [...inferenceProblems(experiment), ...optimiserProblems(experiment)],
  refusedSamples: () => undefined,
  suggestions: () => ({}),
  isInClusterProject: false,
};

function inferenceProblems({ inference: { prior, objective, heat } }: Experiment): readonly Problem[] {
  const normal = priors.filter(({ normalStd }) => normalStd).map((one) => nameOf(one));
  const problems: readonly (Problem | false)[] = [
    !priorFacts(prior).normalStd && {
      path: 'inference.prior.kind',
      message: `IVON's step holds a Gaussian prior around zero; use ${normal.join(' or ')} instead of ${prior.kind}.`,
    },
    objective !== 'elbo' && {
      path: 'inference.objective',
      message: `IVON reads the curvature off each sample's own loss; use elbo instead of ${objective}.`,
    },
    heat === 0 && {
      path: 'inference.heat',
      message:
        'IVON draws weights as widely as heat says, and 0 leaves no width; use 1 for Bayes, or a smaller number above 0.',
    },
  ];
  return problems.filter((problem) => problem !== false);
}

function optimiserProblems({ training: { optimizer } }: Experiment): readonly Problem[] {
  if (optimizer.clipNorm === undefined) return [];
  return [
    {
      path: 'training.optimizer.clipNorm',
      message: `IVON bounds each weight's step, not the gradient; leave out ${optimizer.clipNorm} and set inference.clipRadius.`,
    },
  ];
}
