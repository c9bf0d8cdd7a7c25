import {
  add,
  customGrad,
  engine,
  type GradSaveFunc,
  mean,
  mul,
  reshape,
  rsqrt,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { hasOwnOperations } from '../engine/trace/own-operations';
import type { Layers } from './layers';
import { sumToShape } from './sum-to-shape';

// PyTorch's default.
const epsilon = 1e-5;

/**
 * Layer normalisation over the last axis (Ba, Kiros and Hinton, arXiv 1607.06450).
 * @param x [samples or 1, ..., width]
 */
export function layerNorm(layers: Layers, name: string, x: Tensor): Tensor {
  const perSample = (weight: Tensor) => {
    const [samples, width] = weight.shape as [number, number];
    return reshape(weight, [samples, ...x.shape.slice(1, -1).map(() => 1), width]);
  };
  return normalise(x, perSample(layers.weight(`${name}.weight`)), perSample(layers.weight(`${name}.bias`)));
}

/**
 * y = scale * z + offset with z = (x - mean) / std. The gradient is written out in terms of z:
 * dx = (g - mean(g) - z * mean(g * z)) / std, where g = dy * scale.
 * @param scale as `offset`, of x's rank, [samples or 1, 1, ..., width]
 */
function normalise(x: Tensor, scale: Tensor, offset: Tensor): Tensor {
  const samples = scale.shape[0];
  const isOneScaleOrOneEach = samples === 1 || samples === x.shape[0];
  return hasOwnOperations() && isOneScaleOrOneEach
    ? normaliseAtOnce(x, scale, offset)
    : composedNormalise(x, scale, offset);
}

/** By our own operations, one pass over memory each. */
function normaliseAtOnce(x: Tensor, scale: Tensor, offset: Tensor): Tensor {
  const op = customGrad((...args) => {
    const [xIn, scaleIn, offsetIn, save] = args as [Tensor, Tensor, Tensor, GradSaveFunc];
    const inputs = { x: xIn, scale: scaleIn, offset: offsetIn };
    const [value, statistics] = engine().runKernel('ParasampleNormalise', inputs) as Tensor[];
    save([xIn, scaleIn, statistics]);
    return {
      value,
      gradFunc: (gradient: Tensor, saved: Tensor[]) => {
        const [xSaved, scaleSaved, statisticsSaved] = saved;
        const given = { gradient, x: xSaved, scale: scaleSaved, statistics: statisticsSaved };
        return engine().runKernel('ParasampleNormaliseGradient', given) as Tensor[];
      },
    };
  });
  return op(x, scale, offset);
}

function composedNormalise(x: Tensor, scale: Tensor, offset: Tensor): Tensor {
  const op = customGrad((...args) => {
    const [xIn, scaleIn, offsetIn, save] = args as [Tensor, Tensor, Tensor, GradSaveFunc];
    const centred = sub(xIn, mean(xIn, -1, true));
    const inverseStd = rsqrt(add(mean(square(centred), -1, true), epsilon));
    const z = mul(centred, inverseStd);
    save([z, inverseStd, scaleIn]);
    return {
      value: add(mul(z, scaleIn), offsetIn),
      gradFunc: (dy: Tensor, saved: Tensor[]) => normalisationGradients(dy, saved, x.shape, offset.shape),
    };
  });
  return op(x, scale, offset);
}

function normalisationGradients(
  dy: Tensor,
  [z, inverseStd, scale]: Tensor[],
  inputShape: readonly number[],
  offsetShape: readonly number[],
): Tensor[] {
  const g = mul(dy, scale);
  const along = mul(z, mean(mul(g, z), -1, true));
  const dx = mul(inverseStd, sub(sub(g, mean(g, -1, true)), along));
  return [sumToShape(dx, inputShape), sumToShape(mul(dy, z), scale.shape), sumToShape(dy, offsetShape)];
}
