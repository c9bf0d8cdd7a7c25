import { concat, expandDims, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import { lastLayerPass } from '../bayes/laplace/last-layer-inputs';
import { jacobianPass } from '../bayes/laplace/output-jacobian';
import type { Program } from '../engine/program';
import type { Weights } from '../models/layers';
import type { Model } from '../models/model';

/**
 * One network, whose prediction is what its curvature is computed from.
 * @param predict of the network's weights, [1, ...shape] each, and inputs [items, ...input shape]
 */
export function curvatureProgram(
  { weights }: Model,
  inputShape: readonly number[],
  predict: (network: Weights, inputs: Tensor) => Tensor,
): Program {
  const network = (parameters: readonly Tensor[]) =>
    new Map(weights.map(({ name }, index) => [name, expandDims(parameters[index], 0)]));
  return {
    parameters: weights.map(({ name, shape }) => ({ name, shape })),
    noiseTensors: 0,
    inputShape,
    targetShape: [],
    targetType: 'float32',
    pooledWidth: 0,
    pass: refused,
    statistics: refused,
    predict: (parameters, inputs) => predict(network(parameters), inputs),
  };
}

/** Of every item the outputs and the features that the last layer is given, [items, outputs + features]. */
export function lastLayerProgram(model: Model, lastLayer: string, inputShape: readonly number[]): Program {
  return curvatureProgram(model, inputShape, (network, inputs) => {
    const pass = lastLayerPass(model, network, lastLayer, inputs);
    return concat([pass.outputs, pass.features], 1);
  });
}

/** A row for each output of each item with the output and its derivatives by the weights, [items * outputs, 1 + P]. */
export function jacobianProgram(
  model: Model,
  { tensors }: LaplaceScope,
  inputShape: readonly number[],
  outputs: number,
): Program {
  return curvatureProgram(model, inputShape, (network, inputs) => {
    const pass = jacobianPass(model, network, tensors, inputs, outputs);
    return concat([reshape(pass.outputs, [pass.outputs.size, 1]), pass.jacobian], 1);
  });
}

function refused(): never {
  throw new Error('The curvature of a trained network is predicted, not trained.');
}
