import {
  matMul,
  mul,
  reshape,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { LaplaceScope } from '../laplace-scope';
import type { LayerUse } from '../layer-pass';
import { type SpreadLayer, spreadLayers, tensorsOf } from '../spread-layers';
import { byTensor } from './by-tensor';
import type { Covariance } from './covariance';
import { spreadOf } from './diagonal';
import { summedVariances } from './use-variances';

/** Name of a layer's eigenvectors, as columns: of what it is given [in, in], or of what it gives [out, out]. */
export function axesOf(layer: string, side: 'input' | 'output'): string {
  return `laplace.${layer}.${side}_axes`;
}

/**
 * Layer by layer: a kernel K = A (noise ∘ std) Gᵀ with the eigenvectors A and G of its curvature's two factors, and a bias
 * G (noise ∘ std).
 */
export function kroneckerCovariance({ tensors }: LaplaceScope): Covariance {
  const layers = spreadLayers(tensors);
  const parameters = layers.flatMap(parametersOf);
  const places = new Map(parameters.map(({ name }, place) => [name, place]));
  const among = (values: readonly Tensor[]) => (name: string) => values[places.get(name) ?? -1];
  return {
    parameters,
    deviations: (values, noise) => {
      const parameterOf = among(values);
      const parts = byTensor(noise, tensors);
      return new Map(layers.flatMap((layer) => deviationsOf(layer, parts, parameterOf)));
    },
    outputVariances: (values, derivatives) => {
      const parameterOf = among(values);
      return summedVariances(
        derivatives.layers().map((use) => ({
          use: alongAxes(use, parameterOf),
          stds: tensorsOf(use.layer).map(({ name }) => parameterOf(spreadOf(name))),
        })),
      );
    },
  };
}

/** A layer's derivatives as its eigenvectors see them, along which weights are independent. */
function alongAxes({ layer, given, slopes }: LayerUse, parameterOf: (name: string) => Tensor): LayerUse {
  const { name, inputs, outputs } = layer;
  const turned = (values: Tensor, side: 'input' | 'output', size: number) =>
    reshape(
      matMul(
        reshape(values, [values.size / size, size]),
        reshape(parameterOf(axesOf(name, side)), [size, size]),
      ),
      values.shape,
    );
  return {
    layer,
    given: turned(given, 'input', inputs) as Tensor3D,
    slopes: turned(slopes, 'output', outputs) as Tensor4D,
  };
}

function parametersOf({ name, kernel, bias, inputs, outputs }: SpreadLayer): Covariance['parameters'] {
  return [
    { name: axesOf(name, 'input'), shape: [inputs, inputs] },
    { name: axesOf(name, 'output'), shape: [outputs, outputs] },
    { name: spreadOf(kernel.name), shape: [inputs, outputs] },
    ...(bias ? [{ name: spreadOf(bias.name), shape: [outputs] }] : []),
  ];
}

function deviationsOf(
  { name, kernel, bias, inputs, outputs }: SpreadLayer,
  noise: ReadonlyMap<string, Tensor>,
  parameterOf: (name: string) => Tensor,
): readonly (readonly [string, Tensor])[] {
  const given = reshape(parameterOf(axesOf(name, 'input')), [1, inputs, inputs]);
  const gives = reshape(parameterOf(axesOf(name, 'output')), [outputs, outputs]);
  const ofKernel = noise.get(kernel.name) as Tensor;
  const [samples] = ofKernel.shape;
  const std = reshape(parameterOf(spreadOf(kernel.name)), [1, inputs, outputs]);
  const scaled = reshape(mul(reshape(ofKernel, [samples, inputs, outputs]), std), [
    samples * inputs,
    outputs,
  ]);
  const turned = reshape(matMul(scaled, gives, false, true), [samples, inputs, outputs]);
  const moved = reshape(matMul(given, turned), [samples, ...kernel.shape]);
  if (!bias) return [[kernel.name, moved]];
  const ofBias = mul(noise.get(bias.name) as Tensor, reshape(parameterOf(spreadOf(bias.name)), [1, outputs]));
  return [
    [kernel.name, moved],
    [bias.name, matMul(ofBias as Tensor2D, gives as Tensor2D, false, true)],
  ];
}
