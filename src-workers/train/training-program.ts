import {
  add,
  dispose,
  expandDims,
  grads,
  keep,
  mul,
  type Scalar,
  slice,
  sub,
  type Tensor,
  tile,
} from '@tensorflow/tfjs-core';
import { chainNoise } from '../bayes/chain-noise';
import { takeMembers } from '../bayes/families/deep-ensemble';
import type { Draw, DrawnSamples, PosteriorFamily } from '../bayes/families/posterior-family';
import type { Likelihood } from '../bayes/likelihoods/likelihood';
import type { Forward, Objective } from '../bayes/objectives/objective';
import type { PassShape } from '../engine/pass';
import type { ForwardTensors, PassTensors, Program } from '../engine/program';
import type { Model } from '../models/model';

export interface TrainingSettings {
  readonly inputShape: readonly number[];
  readonly targetShape: readonly number[];
  readonly targetType: 'int32' | 'float32';
  /** Items of the training split (N). */
  readonly trainItems: number;
  readonly heat: number;
  readonly likelihood: Likelihood;
  readonly objective: Objective;
}

/**
 * What is minimised, in nats per data set: share * (N * data term + klWeight * heat * KL(q || p)). Shares of one step add
 * up to the whole. Families of points have -log p(w) in place of the divergence. The likelihood's own parameters follow the
 * family's. Chains go by the sum of their energies instead of the mean, with noise in their gradients.
 */
export function trainingProgram(model: Model, family: PosteriorFamily, settings: TrainingSettings): Program {
  const { trainItems, heat, likelihood, objective } = settings;
  const familyCount = family.parameters.length;

  const forward = (parameters: readonly Tensor[], tensors: ForwardTensors, shape: PassShape) => {
    const draw = family.draw(parameters.slice(0, familyCount), drawnIn(tensors, shape));
    const outputs = model.forward(inTurn(tensors.inputs, shape.samples), draw.layers);
    const own = parameters.slice(familyCount).map((parameter) => ofPass(parameter, shape));
    const result: Forward = {
      outputs,
      targets: tensors.targets,
      logLikelihoods: () => likelihood.logLikelihood(outputs, tensors.targets, own),
    };
    return { draw, result, own };
  };

  const loss = (parameters: readonly Tensor[], tensors: PassTensors, shape: PassShape) => {
    const { draw, result, own } = forward(parameters, tensors, shape);
    const data = objective.term(result, tensors.pooled);
    const kl = family.chains ? energyOfPrior(draw, likelihood, own) : draw.divergence();
    const mean = add(mul(data.surrogate, trainItems), mul(mul(kl, heat), tensors.klWeight)) as Scalar;
    const total = mul(
      tensors.share,
      family.chains ? ofChains(mean, parameters, tensors, shape) : mean,
    ) as Scalar;
    return { total, report: [data.nll, likelihood.fit(result.outputs, result.targets), kl] };
  };

  /** The sum over all chains of the run, so that each goes by its own gradient, and noise. */
  const ofChains = (
    mean: Scalar,
    parameters: readonly Tensor[],
    { seeds, noiseStd }: PassTensors,
    shape: PassShape,
  ): Scalar => {
    const { count, isNoisy } = family.chains ?? { count: 1, isNoisy: false };
    if (!isNoisy) return mul(mean, count) as Scalar;
    const noise = chainNoise(
      parameters.map((parameter) => ofPass(parameter, shape)),
      seeds,
    );
    return mul(add(mean, mul(noise, noiseStd)), count) as Scalar;
  };

  const ofPass = (parameter: Tensor, { firstOwn, samples }: PassShape): Tensor =>
    family.membersOf ? takeMembers(parameter, firstOwn, samples, parameter.shape.slice(1)) : parameter;

  const parameters = [...family.parameters, ...likelihood.parameters];
  return {
    parameters,
    noiseTensors: family.chains?.isNoisy ? parameters.length : family.noiseTensors,
    inputShape: settings.inputShape,
    targetShape: settings.targetShape,
    targetType: settings.targetType,
    pooledWidth: objective.pooling?.width ?? 0,
    pass: (parameters, tensors, shape) => {
      let kept: Scalar[] = [];
      const gradients = grads((...inputs: Tensor[]) => {
        const { total, report } = loss(inputs, tensors, shape);
        kept = report.map((value) => keep(value));
        return total;
      })([...parameters]);
      // Kept past the tape's own scope; a copy belongs to the caller's.
      const [nll, fit, kl] = kept.map((value) => value.clone());
      dispose(kept);
      return { gradients, nll, fit, kl };
    },
    statistics: (parameters, tensors, shape) => {
      if (!objective.pooling) throw new Error('This objective pools nothing.');
      return objective.pooling.statistics(forward(parameters, tensors, shape).result);
    },
    predict: (parameters, inputs, seeds, shape) => {
      const layers = family.drawLayers(parameters.slice(0, familyCount), drawnIn({ seeds }, shape));
      return likelihood.predictive(model.forward(expandDims(inputs, 0), layers));
    },
  };
}

/** Minus the log density of what a pass's chains stand at, before the data: the mean over them. */
function energyOfPrior(draw: Draw, likelihood: Likelihood, own: readonly Tensor[]): Scalar {
  const ofWeights = draw.divergence();
  return likelihood.logPrior ? (sub(ofWeights, likelihood.logPrior(own)) as Scalar) : ofWeights;
}

/** One set for each sample, sample i seeing set i mod their number; a set that all see stays one. */
function inTurn(sets: Tensor, samples: number): Tensor {
  const [count, ...rest] = sets.shape;
  if (count === 1 || count === samples) return sets;
  const repeated = tile(sets, [Math.ceil(samples / count), ...rest.map(() => 1)]);
  return slice(repeated, [0, ...rest.map(() => 0)], [samples, ...rest]);
}

function drawnIn({ seeds }: Pick<PassTensors, 'seeds'>, { samples, firstOwn }: PassShape): DrawnSamples {
  return { seeds, samples, first: firstOwn };
}
