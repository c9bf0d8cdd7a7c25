import type { PosteriorFamily } from '../../../src-workers/bayes/families/posterior-family';
import { variationalFamily } from '../../../src-workers/bayes/families/variational';
import { initialGaussian } from '../../../src-workers/bayes/gaussian-posterior';
import { categorical } from '../../../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../../../src-workers/bayes/objectives/elbo';
import type { Objective } from '../../../src-workers/bayes/objectives/objective';
import { gaussianPrior } from '../../../src-workers/bayes/priors/gaussian-prior';
import type { Batch } from '../../../src-workers/data/run-data';
import { flatten, layoutOf } from '../../../src-workers/engine/parameter-layout';
import type { PassInputs } from '../../../src-workers/engine/pass';
import type { CompileOptions, Program } from '../../../src-workers/engine/program';
import type { Activation } from '../../../src-workers/models/activation';
import { networkFor } from '../../../src-workers/models/build-model';
import type { Model } from '../../../src-workers/models/model';
import { noiseSeeds } from '../../../src-workers/random/noise-seeds';
import { fillStatelessNormal } from '../../../src-workers/random/stateless-noise';
import { trainingProgram } from '../../../src-workers/train/training-program';

export interface SmallProgram {
  readonly program: Program;
  readonly initial: Float32Array;
  readonly inputs: PassInputs & Batch;
  readonly options: CompileOptions;
}

const imageShape = [8, 8, 1];
const trainItems = 50;
const heat = 0.1;
const shape = { samples: 3, items: 5, firstOwn: 0 };

export interface SmallChoices {
  readonly family?: (model: Model) => PosteriorFamily;
  readonly objective?: Objective;
}

/** Variational inference with a standard normal prior, started wide enough that noise matters. */
export function plainVariational({ weights }: Model): PosteriorFamily {
  return variationalFamily(weights, {
    prior: gaussianPrior(() => 1),
    kl: 'analytical',
    initialValues: (seed) => initialGaussian(weights, 0.5, seed),
  });
}

export function smallModel(kind: 'mlp' | 'cnn', activation: Activation): Model {
  const shapes = { inputShape: imageShape, outputShape: [10] };
  if (kind === 'mlp') return networkFor({ kind, hidden: [20, 30], activation, dropout: 0 }, shapes);
  return networkFor({ kind, channels: [4, 6], hidden: [12], activation, dropout: 0 }, shapes);
}

/** A network small enough for every engine and for finite differences, with fixed data, noise and parameters. */
export function smallProgram(
  kind: 'mlp' | 'cnn',
  activation: Activation,
  choices: SmallChoices = {},
): SmallProgram {
  const { family: familyOf = plainVariational, objective = elbo } = choices;
  const model = smallModel(kind, activation);
  const family = familyOf(model);
  const program = trainingProgram(model, family, {
    inputShape: imageShape,
    targetShape: [],
    targetType: 'int32',
    trainItems,
    samples: shape.samples,
    heat,
    likelihood: categorical,
    objective,
  });
  const images = new Float32Array(shape.items * 64);
  fillStatelessNormal(5, 6, images);
  return {
    program,
    initial: flatten(layoutOf(program.parameters), family.initialValues(7)),
    inputs: {
      shape,
      inputs: images,
      targets: Int32Array.of(1, 2, 3, 9, 0),
      seeds: noiseSeeds(7, 'training', 1, program.noiseTensors, { first: 0, count: shape.samples }),
      share: 1,
    },
    options: { passes: [shape], predictions: [shape], optimiser: { kind: 'adam', weightDecay: 0.01 } },
  };
}

/** What a pass of these programs minimises, in nats per data set. */
export function objectiveValue({ nll, kl }: { readonly nll: number; readonly kl: number }): number {
  return trainItems * nll + heat * kl;
}
