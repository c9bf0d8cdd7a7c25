import {
  add,
  dispose,
  grads,
  keep,
  log,
  logSumExp,
  maximum,
  mul,
  neg,
  type Scalar,
  softmax,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { DrawnSamples, PosteriorFamily } from '../bayes/families/posterior-family';
import { accuracyOfDraws, categoricalLogLikelihood } from '../bayes/log-likelihood';
import type { Objective } from '../bayes/objectives/objective';
import type { PassShape, PassTensors, Program } from '../engine/program';
import type { ImageShape, Model } from '../models/model';

export interface TrainingSettings {
  readonly imageShape: ImageShape;
  readonly classes: number;
  /** Items of the training split (N). */
  readonly trainItems: number;
  readonly heat: number;
  readonly objective: Objective;
}

/**
 * What is minimised, in nats per data set: share * (N * data term + heat * KL(q || p)). Shares of one step add up to
 * the whole. Families without a divergence leave it at zero.
 */
export function trainingProgram(model: Model, family: PosteriorFamily, settings: TrainingSettings): Program {
  const { trainItems, heat } = settings;

  const loss = (parameters: readonly Tensor[], tensors: PassTensors, shape: PassShape) => {
    const draw = family.draw(parameters, drawnIn(tensors, shape));
    const logits = model.forward(tensors.images, draw.layers);
    const data = settings.objective(categoricalLogLikelihood(logits, tensors.labels), tensors.pooled);
    const kl = draw.divergence();
    const total = mul(tensors.share, add(mul(data.surrogate, trainItems), mul(kl, heat))) as Scalar;
    return { total, report: [data.nll, accuracyOfDraws(logits, tensors.labels), kl] };
  };

  return {
    parameters: family.parameters,
    noiseTensors: family.noiseTensors,
    imageShape: settings.imageShape,
    classes: settings.classes,
    pass: (parameters, tensors, shape) => {
      let kept: Scalar[] = [];
      const gradients = grads((...inputs: Tensor[]) => {
        const { total, report } = loss(inputs, tensors, shape);
        kept = report.map((value) => keep(value));
        return total;
      })([...parameters]);
      // Kept past the tape's own scope; a copy belongs to the caller's.
      const [nll, accuracy, kl] = kept.map((value) => value.clone());
      dispose(kept);
      return { gradients, nll, accuracy, kl };
    },
    logPooled: (parameters, tensors, shape) => {
      const { layers } = family.draw(parameters, drawnIn(tensors, shape));
      const logits = model.forward(tensors.images, layers);
      return logSumExp(categoricalLogLikelihood(logits, tensors.labels), 0) as Tensor1D;
    },
    predict: (parameters, images, seeds, shape) => {
      const layers = family.drawLayers(parameters, drawnIn({ seeds }, shape));
      const probabilities = softmax(model.forward(images, layers));
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

function drawnIn({ seeds }: Pick<PassTensors, 'seeds'>, { samples, firstOwn }: PassShape): DrawnSamples {
  return { seeds, samples, first: firstOwn };
}
