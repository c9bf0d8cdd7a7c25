import { concat, expandDims, reshape, type Tensor } from '@tensorflow/tfjs-core';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import { lastLayerPass } from '../bayes/laplace/last-layer-inputs';
import { jacobianPass } from '../bayes/laplace/output-jacobian';
import type { Program } from '../engine/program';
import type { Model } from '../models/model';

/**
 * One network, whose prediction is what its curvature is computed from: of every item the outputs and the features that
 * its last layer is given, [items, outputs + features], or, where all weights count, a row for each output with the output and its
 * derivatives by the weights, [items * outputs, 1 + P].
 * @param outputs numbers that one item's output has
 */
export function curvatureProgram(
  model: Model,
  { tensors, lastLayer }: LaplaceScope,
  inputShape: readonly number[],
  outputs: number,
): Program {
  const { weights } = model;
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
    predict: (parameters, inputs) => {
      if (lastLayer !== undefined) {
        const pass = lastLayerPass(model, network(parameters), lastLayer, inputs);
        return concat([pass.outputs, pass.features], 1);
      }
      const pass = jacobianPass(model, network(parameters), tensors, inputs, outputs);
      return concat([reshape(pass.outputs, [pass.outputs.size, 1]), pass.jacobian], 1);
    },
  };
}

function refused(): never {
  throw new Error('The curvature of a trained network is predicted, not trained.');
}
