import {
  concat,
  matMul,
  mul,
  reshape,
  slice,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
  tile,
  transpose,
} from '@tensorflow/tfjs-core';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { LaplaceScope } from '../bayes/laplace/laplace-scope';
import { lastLayerPass } from '../bayes/laplace/last-layer-inputs';
import { type LayerPass, type LayerUse, layerPass } from '../bayes/laplace/layer-pass';
import { type SpreadLayer, spreadLayers } from '../bayes/laplace/spread-layers';
import type { Program } from '../engine/program';
import type { Weights } from '../models/layers';
import type { Model } from '../models/model';
import { curvatureProgram } from './curvature-program';
import { identity, type LossByOutputs, lossBy } from './loss-by-outputs';
import type { OutputCurvature } from './output-curvature';

/** Curvature in the structure of layers. */
export type LayerStructure = 'kronecker' | 'diagonal';

/**
 * Sums over the items of a chunk, one behind the other: the outputs [items, outputs]; the derivative of the loss by each tensor's
 * weights; then, layer by layer, both factors, or by each tensor the diagonal. Inputs have the targets behind them, by
 * `withTargets`.
 */
export function layerCurvatureProgram(
  model: Model,
  scope: LaplaceScope,
  structure: LayerStructure,
  inputShape: readonly number[],
  { outputs, blocks }: Pick<OutputCurvature, 'outputs' | 'blocks'>,
): Program {
  const layers = spreadLayers(scope.tensors);
  const size = sizeOf(inputShape);
  return curvatureProgram(model, [size + 2 * outputs], (network, packed) => {
    const [items] = packed.shape;
    const part = (from: number, width: number) => slice(packed, [0, from], [items, width]);
    const inputs = reshape(part(0, size), [items, ...inputShape]);
    const targets = part(size, outputs) as Tensor2D;
    const known = part(size + outputs, outputs) as Tensor2D;
    const pass = passOf(model, network, scope, layers, inputs, outputs);
    const loss = lossBy(blocks, pass.outputs, targets, known);
    const sums = pass.layers.flatMap((use) => [
      ...slopesOf(use, loss.slope),
      ...sumsOf[structure](use, loss),
    ]);
    return concat([pass.outputs, ...sums].map((tensor) => reshape(tensor, [tensor.size])));
  });
}

/** What a network is linear in needs no way back. */
function passOf(
  model: Model,
  network: Weights,
  { lastLayer }: LaplaceScope,
  layers: readonly SpreadLayer[],
  inputs: Tensor,
  outputs: number,
): LayerPass {
  if (lastLayer === undefined || layers[0].outputs !== outputs)
    return layerPass(model, network, layers, inputs, outputs);
  const pass = lastLayerPass(model, network, lastLayer, inputs);
  const [items, features] = pass.features.shape;
  const slopes = tile(reshape(identity(outputs), [1, outputs, 1, outputs]), [items, 1, 1, 1]) as Tensor4D;
  const given = reshape(pass.features, [items, 1, features]) as Tensor3D;
  return { outputs: pass.outputs, layers: [{ layer: layers[0], given, slopes }] };
}

/** Derivatives of the loss by the layer's tensors. */
function slopesOf({ layer, given, slopes }: LayerUse, byOutputs: Tensor2D): readonly Tensor[] {
  const [items, outputs, places, units] = slopes.shape;
  const flat = reshape(slopes, [items, outputs, places * units]);
  const byLayer = matMul(reshape(byOutputs, [items, 1, outputs]), flat);
  const rows = reshape(byLayer, [items * places, units]);
  const kernel = matMul(reshape(given, [items * places, layer.inputs]), rows, true, false);
  return layer.bias ? [kernel, sum(rows, 0)] : [kernel];
}

type SumsOfLayer = (use: LayerUse, loss: LossByOutputs) => readonly Tensor[];

const sumsOf: Readonly<Record<LayerStructure, SumsOfLayer>> = {
  kronecker: ({ layer, given, slopes }, { rootTimes, isKnown }) => {
    const [items, outputs, places, units] = slopes.shape;
    const counted = reshape(mul(given, isKnown), [items * places, layer.inputs]);
    const roots = rootTimes(reshape(slopes, [items, outputs, places * units]));
    const rows = reshape(roots, [items * outputs * places, units]);
    return [matMul(counted, counted, true, false), matMul(rows, rows, true, false)];
  },
  diagonal: ({ layer, given, slopes }, { rootTimes }) => {
    const [items, outputs, places, units] = slopes.shape;
    const roots = rootTimes(reshape(slopes, [items, outputs, places * units]));
    const each = reshape(roots, [items, outputs, places, units]) as Tensor4D;
    const kernel = places === 1 ? squaresOfOne(given, each) : squaresOfPlaces(given, each);
    return layer.bias ? [kernel, sum(square(sum(each, 2)), [0, 1])] : [kernel];
  },
};

function squaresOfOne(given: Tensor3D, roots: Tensor4D): Tensor {
  const [items, outputs, , units] = roots.shape;
  const squares = sum(square(reshape(roots, [items, outputs, units])), 1) as Tensor2D;
  return matMul(square(reshape(given, [items, given.shape[2]])) as Tensor2D, squares, true, false);
}

function squaresOfPlaces(given: Tensor3D, roots: Tensor4D): Tensor {
  const [items, outputs, places, units] = roots.shape;
  const byPlace = reshape(transpose(roots, [0, 2, 1, 3]), [items, places, outputs * units]);
  const jacobians = matMul(given, byPlace, true, false);
  return sum(reshape(sum(square(jacobians), 0), [given.shape[2], outputs, units]), 1);
}
