import {
  add,
  addN,
  dispose,
  grads,
  keep,
  log,
  maximum,
  mul,
  neg,
  type Scalar,
  softmax,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
  unstack,
} from '@tensorflow/tfjs-core';
import { accuracyOfDraws, negativeLogLikelihood } from '../bayes/elbo';
import { drawWeights, gaussianParameters } from '../bayes/gaussian-posterior';
import { gaussianKl } from '../bayes/kl-divergence';
import type { PassTensors, Program } from '../engine/program';
import type { ImageShape, Model } from '../models/model';

export interface VariationalSettings {
  readonly imageShape: ImageShape;
  readonly classes: number;
  /** Items of the training split (N). */
  readonly trainItems: number;
  readonly priorStd: number;
  readonly heat: number;
}

/**
 * Stochastic variational inference with the negative ELBO in nats per data set,
 * share * (-N * mean log p(y | x, w) + heat * KL(q || p)): shares of one step add up to the whole.
 */
export function variationalProgram(model: Model, settings: VariationalSettings): Program {
  const { trainItems, heat, priorStd } = settings;

  const objective = (parameters: readonly Tensor[], { images, labels, seeds, share }: PassTensors) => {
    const logits = model.forward(images, drawAll(parameters, seeds));
    const nll = negativeLogLikelihood(logits, labels);
    const kl = addN(pairs(parameters).map(([mean, logStd]) => gaussianKl(mean, logStd, priorStd))) as Scalar;
    const loss = mul(share, add(mul(nll, trainItems), mul(kl, heat))) as Scalar;
    return { loss, nll, kl, accuracy: accuracyOfDraws(logits, labels) };
  };

  return {
    parameters: gaussianParameters(model.weights),
    noiseTensors: model.weights.length,
    imageShape: settings.imageShape,
    classes: settings.classes,
    pass: (parameters, tensors) => {
      const report: Scalar[] = [];
      const gradients = grads((...inputs: Tensor[]) => {
        const { loss, nll, accuracy, kl } = objective(inputs, tensors);
        report.push(keep(nll), keep(accuracy), keep(kl));
        return loss;
      })([...parameters]);
      // Kept past the tape's own scope; a copy belongs to the caller's.
      const [nll, accuracy, kl] = report.map((value) => value.clone());
      dispose(report);
      return { gradients, nll, accuracy, kl };
    },
    predict: (parameters, images, seeds) => {
      const probabilities = softmax(model.forward(images, drawAll(parameters, seeds)));
      const terms = mul(probabilities, log(maximum(probabilities, smallestProbability)));
      return {
        probabilities: sum(probabilities, 0) as Tensor2D,
        entropies: neg(sum(terms, [0, 2])) as Tensor1D,
      };
    },
  };
}

/** p log p goes to 0 with p; the bound keeps its logarithm finite. */
const smallestProbability = 1e-30;

function pairs(parameters: readonly Tensor[]): readonly (readonly [mean: Tensor, logStd: Tensor])[] {
  return Array.from({ length: parameters.length / 2 }, (_, index) => [
    parameters[2 * index],
    parameters[2 * index + 1],
  ]);
}

/** One draw of every weight tensor for each sample: [samples, ...shape] each. */
function drawAll(parameters: readonly Tensor[], seeds: Tensor3D): readonly Tensor[] {
  const seedsOfTensors = unstack(seeds) as Tensor2D[];
  return pairs(parameters).map(([mean, logStd], index) => drawWeights(mean, logStd, seedsOfTensors[index]));
}
