import {
  add,
  concat,
  expandDims,
  gather,
  matMul,
  mul,
  reshape,
  rsqrt,
  slice,
  squeeze,
  type Tensor,
  type Tensor2D,
  tensor1d,
  unstack,
} from '@tensorflow/tfjs-core';
import type { Laplace } from '../../../src-shared/experiment/methods/laplace';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { dense } from '../../models/dense';
import type { Weights } from '../../models/layers';
import type { Model } from '../../models/model';
import { sampledNormal } from '../../random/sampled-noise';
import { buildCovariance } from '../laplace/covariances/build-covariance';
import type { Covariance } from '../laplace/covariances/covariance';
import { type LaplaceScope, laplaceScope } from '../laplace/laplace-scope';
import { lastLayerPass } from '../laplace/last-layer-inputs';
import { layerPass } from '../laplace/layer-pass';
import { movedOutputs } from '../laplace/moved-outputs';
import { jacobianPass } from '../laplace/output-jacobian';
import { spreadLayers } from '../laplace/spread-layers';
import { SampledLayers } from '../sampled-layers';
import type { DrawnSamples, PosteriorFamily } from './posterior-family';

/**
 * A Gaussian around each of several networks, the mixture of which samples are drawn in turn: sample s is drawn around
 * network s mod their number. What is not in the scope is a point.
 * @param modes networks that there are
 */
export function laplaceFamily(model: Model, settings: Laplace, modes: number): PosteriorFamily {
  const { weights } = model;
  const scope = laplaceScope(weights, settings);
  const covariance = buildCovariance(scope);
  const mixture = new Mixture(model, scope, covariance, modes);
  return {
    parameters: [...weights, ...covariance.parameters].map(({ name, shape }) => ({
      name,
      shape: [modes, ...shape],
    })),
    differs: ({ name }) => modes > 1 || scope.tensors.some((tensor) => tensor.name === name),
    dropped: [],
    noiseTensors: 1,
    initialValues: () => {
      throw new Error('Laplace’s approximation starts nowhere: it is put around trained networks.');
    },
    draw: () => {
      throw new Error('Laplace’s approximation is not trained: the networks that it is put around are.');
    },
    drawLayers: (parameters, samples) => mixture.drawLayers(parameters, samples),
    // Of a last layer the same numbers as from draws, without going through the network for each.
    ...linearPart(mixture, settings.predictive, scope.lastLayer !== undefined),
  };
}

function linearPart(
  mixture: Mixture,
  predictive: Laplace['predictive'],
  isLastLayer: boolean,
): Pick<PosteriorFamily, 'linear'> {
  if (predictive === 'probit')
    return { linear: { isOfDraws: false, outputs: (...asked) => mixture.probitOutputs(...asked) } };
  // Of a last layer the same numbers as from draws, without going through the network for each.
  if (!isLastLayer && predictive === 'network') return {};
  return { linear: { isOfDraws: isLastLayer, outputs: (...asked) => mixture.linearOutputs(...asked) } };
}

/** The samples of one pass that are drawn around one network. */
interface Group {
  readonly mode: number;
  /** Their places among the pass's samples. */
  readonly places: readonly number[];
  /** How far their weights lie from the network's by tensor, [places, ...shape]. */
  readonly deviations: ReadonlyMap<string, Tensor>;
}

class Mixture {
  constructor(
    readonly model: Model,
    readonly scope: LaplaceScope,
    readonly covariance: Covariance,
    readonly modes: number,
  ) {}

  drawLayers(parameters: readonly Tensor[], samples: DrawnSamples): SampledLayers {
    const groups = this.#groups(parameters, samples);
    const all = groups.map((group) => this.#drawnWeights(parameters, group));
    const drawn = this.model.weights.map(({ name }): [string, Tensor] => {
      const parts = all.map((weights) => weights.get(name) as Tensor);
      // What all samples share stays one tensor.
      return [
        name,
        parts.every(({ shape }) => shape[0] === 1) && this.modes === 1 ? parts[0] : inPlace(groups, parts),
      ];
    });
    return new SampledLayers(new Map(drawn), samples.samples);
  }

  /** @returns [samples, items, ...outputs] */
  linearOutputs(parameters: readonly Tensor[], samples: DrawnSamples, inputs: Tensor): Tensor {
    const groups = this.#groups(parameters, samples);
    const parts = groups.map((group) => this.#linear(parameters, group, inputs));
    return inPlace(groups, parts);
  }

  /**
   * Logits f / √(1 + π/8 · variance of f), whose softmax stands for the mean of those drawn (MacKay 1992): the same for all samples
   * around one network.
   * @returns [samples, items, ...outputs]
   */
  probitOutputs(parameters: readonly Tensor[], { first, samples }: DrawnSamples, inputs: Tensor): Tensor {
    const modes = Array.from({ length: this.modes }, (_, mode) => mode);
    const each = concat(modes.map((mode) => this.#probit(parameters, mode, inputs)));
    const turns = Array.from({ length: samples }, (_, place) => (first + place) % this.modes);
    return gather(each, tensor1d(turns, 'int32'));
  }

  #probit(parameters: readonly Tensor[], mode: number, inputs: Tensor): Tensor {
    const { model, scope } = this;
    const weights = this.#mode(parameters, mode);
    const plain = model.forward(expandDims(inputs, 0), new SampledLayers(weights, 1));
    const [, , ...shape] = plain.shape;
    const variances = this.covariance.outputVariances(
      parameters.slice(model.weights.length).map((parameter) => squeeze(modeOf(parameter, mode), [0])),
      {
        jacobian: () => jacobianPass(model, weights, scope.tensors, inputs, sizeOf(shape)).jacobian,
        layers: () => layerPass(model, weights, spreadLayers(scope.tensors), inputs, sizeOf(shape)).layers,
      },
    );
    return mul(plain, rsqrt(add(mul(reshape(variances, plain.shape), Math.PI / 8), 1)));
  }

  #linear(parameters: readonly Tensor[], group: Group, inputs: Tensor): Tensor {
    const { lastLayer, structure } = this.scope;
    const weights = this.#mode(parameters, group.mode);
    if (lastLayer !== undefined) return this.#byLastLayer(weights, group, inputs, lastLayer);
    return structure === 'full'
      ? this.#byJacobian(weights, group, inputs)
      : this.#byLayers(weights, { ...group, samples: group.places.length }, inputs);
  }

  #groups(parameters: readonly Tensor[], { seeds, samples, first }: DrawnSamples): readonly Group[] {
    const [stream] = unstack(seeds) as Tensor2D[];
    const noise = sampledNormal(stream, [this.scope.size]) as Tensor2D;
    const ofCovariance = parameters.slice(this.model.weights.length);
    const groups: Group[] = [];
    for (let mode = 0; mode < this.modes; mode += 1) {
      const places = Array.from({ length: samples }, (_, place) => place).filter(
        (place) => (first + place) % this.modes === mode,
      );
      if (places.length === 0) continue;
      const own = this.modes === 1 ? noise : gather(noise, tensor1d([...places], 'int32'));
      const deviations = this.covariance.deviations(
        ofCovariance.map((parameter) => modeOf(parameter, mode)),
        own,
      );
      groups.push({ mode, places, deviations });
    }
    return groups;
  }

  /** The network itself, [1, ...shape] each. */
  #mode(parameters: readonly Tensor[], mode: number): Weights {
    return new Map(this.model.weights.map(({ name }, index) => [name, modeOf(parameters[index], mode)]));
  }

  #drawnWeights(
    parameters: readonly Tensor[],
    { mode, places, deviations }: Group,
  ): ReadonlyMap<string, Tensor> {
    const drawn = new Map(this.#mode(parameters, mode));
    for (const [name, part] of deviations) drawn.set(name, add(drawn.get(name) as Tensor, part));
    if (this.modes === 1) return drawn;
    const ofGroup = tensor1d(
      places.map(() => 0),
      'int32',
    );
    for (const [name, value] of drawn) if (value.shape[0] === 1) drawn.set(name, gather(value, ofGroup));
    return drawn;
  }

  #byJacobian(weights: Weights, { deviations, places }: Group, inputs: Tensor): Tensor {
    const { tensors } = this.scope;
    const plain = this.model.forward(expandDims(inputs, 0), new SampledLayers(weights, 1));
    const [, items, ...shape] = plain.shape;
    const { jacobian } = jacobianPass(this.model, weights, tensors, inputs, sizeOf(shape));
    const rows = tensors.map((tensor) =>
      reshape(deviations.get(tensor.name) as Tensor, [places.length, sizeOf(tensor.shape)]),
    );
    const moved = matMul(rows.length === 1 ? rows[0] : concat(rows, 1), jacobian, false, true);
    return add(reshape(moved, [places.length, items, ...shape]), plain);
  }

  #byLayers(
    weights: Weights,
    { deviations, samples }: { readonly deviations: Group['deviations']; readonly samples: number },
    inputs: Tensor,
  ): Tensor {
    const plain = this.model.forward(expandDims(inputs, 0), new SampledLayers(weights, 1));
    const [, items, ...shape] = plain.shape;
    const layers = spreadLayers(this.scope.tensors);
    const pass = layerPass(this.model, weights, layers, inputs, sizeOf(shape));
    const moved = movedOutputs(pass.layers, deviations);
    return add(reshape(moved, [samples, items, ...shape]), plain);
  }

  #byLastLayer(weights: Weights, { deviations }: Group, inputs: Tensor, layer: string): Tensor {
    const kernel = deviations.get(`${layer}.weight`);
    if (!kernel) throw new Error(`There is no kernel of ${layer}.`);
    const { features, outputs } = lastLayerPass(this.model, weights, layer, inputs);
    // A layer that is applied to tokens, one by one, is no product of all that it is given.
    if (features.shape[1] !== kernel.shape[1])
      return this.#byLayers(weights, { deviations, samples: kernel.shape[0] }, inputs);
    const moved = dense(expandDims(features, 0), kernel, deviations.get(`${layer}.bias`));
    return add(moved, expandDims(outputs, 0));
  }
}

/** @returns [1, ...shape of one network's] */
function modeOf(parameter: Tensor, mode: number): Tensor {
  const [, ...shape] = parameter.shape;
  return slice(parameter, [mode, ...shape.map(() => 0)], [1, ...shape]);
}

/** What was computed group by group, in the order of the samples. */
function inPlace(groups: readonly Group[], parts: readonly Tensor[]): Tensor {
  if (parts.length === 1) return parts[0];
  const order = groups.flatMap(({ places }) => places);
  const back = order.map((_, place) => order.indexOf(place));
  return gather(concat([...parts]), tensor1d(back, 'int32'));
}
