import { variationalFamily } from '../../src-workers/bayes/families/variational';
import { initialGaussian } from '../../src-workers/bayes/gaussian-posterior';
import { categorical } from '../../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../../src-workers/bayes/priors/gaussian-prior';
import { flatten, layoutOf } from '../../src-workers/engine/parameter-layout';
import type { PassInputs } from '../../src-workers/engine/pass';
import type { Program } from '../../src-workers/engine/program';
import { cnn } from '../../src-workers/models/cnn';
import { mlp } from '../../src-workers/models/mlp';
import type { Model } from '../../src-workers/models/model';
import { vit } from '../../src-workers/models/vit';
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

/** A workload as a program with its first parameters and a batch of noise. */
export interface Prepared {
  readonly program: Program;
  readonly parameters: Float32Array;
  readonly inputs: PassInputs;
}

export function prepare(workload: Workload): Prepared {
  const { samples, items } = workload;
  const model = modelOf(workload);
  const inputShape = workload.kind === 'mlp' ? [workload.sizes[0]] : pictures;
  const family = variationalFamily(model.weights, {
    prior: gaussianPrior(() => 1),
    kl: 'analytical',
    initialValues: (seed) => initialGaussian(model.weights, 0.1, seed),
  });
  const program = trainingProgram(model, family, {
    inputShape,
    targetShape: [],
    targetType: 'int32',
    trainItems: 50_000,
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
    },
  };
}

function modelOf(workload: Workload): Model {
  switch (workload.kind) {
    case 'mlp':
      return mlp([workload.sizes[0]], workload.sizes.slice(1, -1), classes, 'relu');
    case 'cnn':
      return cnn(pictures, workload.channels, workload.hidden, classes, 'relu');
    case 'vit': {
      const { width, depth, heads } = workload;
      return vit(pictures, { patchSize: 4, width, depth, heads, mlpWidth: 4 * width }, classes);
    }
  }
}
