import { variationalFamily } from '../../src-workers/bayes/families/variational';
import { initialGaussian } from '../../src-workers/bayes/gaussian-posterior';
import { categorical } from '../../src-workers/bayes/likelihoods/categorical';
import { elbo } from '../../src-workers/bayes/objectives/elbo';
import { gaussianPrior } from '../../src-workers/bayes/priors/gaussian-prior';
import { flatten, layoutOf } from '../../src-workers/engine/parameter-layout';
import type { Binding } from '../../src-workers/engine/tensorflow/binding';
import { compileForTensorflow } from '../../src-workers/engine/tensorflow/tensorflow-engine';
import { networkFor } from '../../src-workers/models/build-model';
import type { Model } from '../../src-workers/models/model';
import { noiseSeeds } from '../../src-workers/random/noise-seeds';
import { fillStatelessNormal } from '../../src-workers/random/stateless-noise';
import { trainingProgram } from '../../src-workers/train/training-program';
import type { OwnNetwork } from './workloads';

export const classes = 10;

/** A network out of an ONNX file, its weights beginning at the file's. */
export function broughtModel(path: string, { inputShape }: OwnNetwork): Model {
  const settings = { kind: 'onnx', path, start: 'file', batchNorm: 'frozen', dropout: 0 } as const;
  return networkFor(settings, { inputShape, outputShape: [classes] });
}

/** With a Gaussian for every weight, those of normalisations too. */
export function allBayesian(model: Model): Model {
  return { ...model, weights: model.weights.map((weight) => ({ ...weight, bayesian: true })) };
}

/** Takes training steps of one network: milliseconds of the mean of so many. */
export interface OwnStep {
  measure(steps: number): number;
  dispose(): void;
}

export function ownStep(model: Model, { samples, items, inputShape }: OwnNetwork, binding: Binding): OwnStep {
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
    samples,
    heat: 1,
    likelihood: categorical,
    objective: elbo,
  });
  const shape = { samples, items, firstOwn: 0 };
  const optimiser = { kind: 'adam', weightDecay: 0 } as const;
  const compiled = compileForTensorflow(binding, program, { passes: [shape], predictions: [], optimiser });
  compiled.setParameters(flatten(layoutOf(program.parameters), family.initialValues(1)));
  const inputs = new Float32Array(items * inputShape.reduce((product, size) => product * size, 1));
  fillStatelessNormal(1, 2, inputs);
  const targets = Int32Array.from({ length: items }, (_, item) => item % classes);
  let step = 0;
  const one = () => {
    step += 1;
    const seeds = noiseSeeds(1, 'training', step, program.noiseTensors, { first: 0, count: samples });
    compiled.gradientsAndApply({ shape, inputs, targets, seeds, share: 1 }, { learningRate: 1e-3, step });
  };
  const measure = (steps: number) => {
    const start = performance.now();
    for (let taken = 0; taken < steps; taken += 1) one();
    return (performance.now() - start) / steps;
  };
  measure(2);
  return { measure, dispose: () => compiled.dispose() };
}
