import { chainFamily } from '../../src-workers/bayes/families/chains';
import { ivonFamily } from '../../src-workers/bayes/families/ivon';
import type { PosteriorFamily } from '../../src-workers/bayes/families/posterior-family';
import { variationalFamily } from '../../src-workers/bayes/families/variational';
import { initialGaussian } from '../../src-workers/bayes/gaussian-posterior';
import { categorical } from '../../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../../src-workers/bayes/priors/gaussian-prior';
import { flatten, layoutOf } from '../../src-workers/engine/parameter-layout';
import type { PassInputs } from '../../src-workers/engine/pass';
import type { OptimiserSettings, Program } from '../../src-workers/engine/program';
import { networkFor } from '../../src-workers/models/build-model';
import type { Model } from '../../src-workers/models/model';
import { noiseSeeds } from '../../src-workers/random/noise-seeds';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';
import { trainingProgram } from '../../src-workers/train/training-program';

/** One entry of workloads.json; torch_step.py builds the same network from it. */
export type Workload = { readonly name: string; readonly samples: number; readonly items: number } & (
  | { readonly kind: 'mlp'; readonly sizes: readonly number[] }
  | { readonly kind: 'cnn'; readonly channels: readonly number[]; readonly hidden: readonly number[] }
  | { readonly kind: 'vit'; readonly width: number; readonly depth: number; readonly heads: number }
);

const classes = 10;
const pictures = [32, 32, 3] as const;

const trainItems = 50_000;

/** What is trained: Gaussians by Adam or by IVON, or chains by noisy gradients. */
export type BenchMethod = 'variational' | 'ivon' | 'sg-mcmc';

/** A workload as a program with its first parameters and a batch of noise. */
export interface Prepared {
  readonly program: Program;
  readonly parameters: Float32Array;
  readonly inputs: PassInputs;
  readonly optimiser: OptimiserSettings;
}

export function prepare(workload: Workload, method: BenchMethod = 'variational'): Prepared {
  const { samples, items } = workload;
  const model = modelOf(workload);
  const inputShape = workload.kind === 'mlp' ? [workload.sizes[0]] : pictures;
  const family = families[method](model, samples);
  const program = trainingProgram(model, family, {
    inputShape,
    targetShape: [],
    targetType: 'int32',
    trainItems,
    samples,
    heat: 1,
    likelihood: categorical,
    objective: elbo,
  });
  const inputs = new Float32Array(items * inputShape.reduce((product, size) => product * size, 1));
  fillStatelessNormal(1, 2, inputs);
  return {
    program,
    parameters: flatten(layoutOf(program.parameters), family.initialValues(1)),
    inputs: {
      shape: { samples, items, firstOwn: 0 },
      inputs,
      targets: Int32Array.from({ length: items }, (_, item) => item % classes),
      seeds: noiseSeeds(1, 'training', 1, program.noiseTensors, { first: 0, count: samples }),
      share: 1,
      ...(method === 'sg-mcmc' ? { noiseStd: 1 } : {}),
    },
    optimiser: optimiserOf(method, family),
  };
}

function optimiserOf(method: BenchMethod, { ivon }: PosteriorFamily): OptimiserSettings {
  if (method === 'sg-mcmc') return { kind: 'sgd', momentum: 0.9, weightDecay: 0 };
  return { kind: 'adam', weightDecay: 0, ...(ivon ? { ivon } : {}) };
}

const families: Readonly<Record<BenchMethod, (model: Model, samples: number) => PosteriorFamily>> = {
  variational: ({ weights }) =>
    variationalFamily(weights, {
      prior: gaussianPrior(() => 1),
      kl: 'analytical',
      initialValues: (seed) => initialGaussian(weights, 0.1, seed),
    }),
  ivon: ({ weights }) =>
    ivonFamily(
      weights,
      { kind: 'gaussian', std: 1 },
      { items: trainItems, effectiveItems: trainItems, rate: 1, beta1: 0.9, beta2: 0.999, initialHessian: 1 },
    ),
  'sg-mcmc': ({ weights }, count) =>
    chainFamily(
      weights,
      { first: 0, count },
      gaussianPrior(() => 1),
      { count, moves: 'by noise' },
    ),
};

function modelOf(workload: Workload): Model {
  const outputShape = [classes];
  const relu = { activation: 'relu', dropout: 0 } as const;
  switch (workload.kind) {
    case 'mlp': {
      const hidden = workload.sizes.slice(1, -1);
      return networkFor({ kind: 'mlp', hidden, ...relu }, { inputShape: [workload.sizes[0]], outputShape });
    }
    case 'cnn': {
      const { channels, hidden } = workload;
      const sizes = { channels: [...channels], hidden: [...hidden] };
      return networkFor({ kind: 'cnn', ...sizes, ...relu }, { inputShape: pictures, outputShape });
    }
    case 'vit': {
      const { width, depth, heads } = workload;
      const sizes = { patchSize: 4, width, depth, heads, mlpWidth: 4 * width, dropout: 0 };
      return networkFor({ kind: 'vit', ...sizes }, { inputShape: pictures, outputShape });
    }
  }
}
