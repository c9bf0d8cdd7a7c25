import {
  add,
  customGrad,
  div,
  type GradSaveFunc,
  logSoftmax,
  maximum,
  mean,
  mul,
  reshape,
  rsqrt,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { floatAttribute, intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { layerNorm } from '../layer-norm';
import { softmaxGradient, softmaxRows } from '../softmax-rows';
import { absolute } from './activations';
import { batchNormalised } from './batch-norm';
import { type Call, input, type Operator } from './call';
import { parameter } from './norm-parameter';
import { tiled } from './repeated';
import { asItLies, axisOf, computed, inOrder, moved, shapeOf, type Value, withRank } from './value';

/** Operators that look along axes: normalisations, sums and the like. */
export const normOperators: { readonly [Name in OperatorName]?: Operator } = {
  BatchNormalization: (call) => batchNormalised(call),
  GroupNormalization: (call) => groupNormalised(call, intAttribute(call.node, 'num_groups', 1)),
  InstanceNormalization: (call) => groupNormalised(call, shapeOf(input(call, 0))[1]),
  LayerNormalization: (call) => layerNormalised(call),
  LpNormalization: (call) => lpNormalised(call),
  RMSNormalization: (call) => rmsNormalised(call),
  LogSoftmax: (call) => alongAxis(call, (x) => logSoftmax(x)),
  Softmax: (call) => alongAxis(call, softmaxed),
};

/** Softmax and its logarithm are along the last axis in all engines. */
function alongAxis(call: Call, compute: (x: Tensor) => Tensor): Value {
  const value = input(call, 0);
  const axis = axisOf(intAttribute(call.node, 'axis', -1), shapeOf(value).length);
  const { x, placeOf, alike } = asItLies(value);
  const place = placeOf(axis);
  if (place === x.rank - 1) return alike(compute(x));
  const order = x.shape.map((_, at) => at).filter((at) => at !== place);
  order.push(place);
  const back = order.map((_, at) => order.indexOf(at));
  return alike(moved(compute(moved(x, order)), back));
}

/** With its gradient in one pass over memory, where our own operations are there. */
function softmaxed(x: Tensor): Tensor {
  const op = customGrad((...args) => {
    const [given, save] = args as [Tensor, GradSaveFunc];
    const probabilities = softmaxRows(given);
    save([probabilities]);
    return {
      value: probabilities,
      gradFunc: (dy: Tensor, [p]: Tensor[]) => softmaxGradient(p, dy, () => sum(mul(p, dy), -1, true)),
    };
  });
  return op(x);
}

/** As `layerNorm` has it by itself; other networks add another number to the variance. */
const usualEpsilon = 1e-5;

function layerNormalised(call: Call): Value | readonly Value[] {
  const { node, layer, inputs, surroundings } = call;
  const value = input(call, 0);
  const x = inOrder(value);
  const axis = axisOf(intAttribute(node, 'axis', -1), x.rank - 1);
  const epsilon = floatAttribute(node, 'epsilon', usualEpsilon);
  if (layer?.hasBias && epsilon > 0 && axis === x.rank - 2 && node.outputs.length === 1) {
    const isUsual = Math.abs(epsilon - usualEpsilon) < 1e-9;
    // Stretched by a factor, numbers have that in their deviation, to which the usual epsilon is then what theirs was.
    const stretched = isUsual ? x : mul(x, Math.sqrt(usualEpsilon / epsilon));
    return computed(layerNorm(surroundings.layers, layer.layer, stretched));
  }
  const axes = x.shape.map((_, at) => at).slice(axis + 1);
  const middle = mean(x, axes, true);
  const centred = sub(x, middle);
  const inverseStd = rsqrt(add(mean(square(centred), axes, true), epsilon));
  const normal = mul(centred, inverseStd);
  const aligned = (one: Tensor) =>
    reshape(one, [one.shape[0], ...x.shape.slice(1).map((length, at) => (at < axis ? 1 : length))]);
  const scaled = mul(normal, aligned(parameter(call, 1, 'weight')));
  const result = inputs[2] ? add(scaled, aligned(parameter(call, 2, 'bias'))) : scaled;
  return [result, middle, inverseStd].slice(0, node.outputs.length).map((one) => computed(one));
}

/** Divided by the root of the mean square (Zhang and Sennrich, arXiv 1910.07467). */
function rmsNormalised(call: Call): Value {
  const x = inOrder(input(call, 0));
  const axis = axisOf(intAttribute(call.node, 'axis', -1), x.rank - 1);
  const axes = x.shape.map((_, at) => at).slice(axis + 1);
  const epsilon = floatAttribute(call.node, 'epsilon', usualEpsilon);
  const normal = mul(x, rsqrt(add(mean(square(x), axes, true), epsilon)));
  const scale = parameter(call, 1, 'weight');
  return computed(mul(normal, withRank(scale, x.rank - 1)));
}

function lpNormalised(call: Call): Value {
  const value = input(call, 0);
  const { x, placeOf, alike } = asItLies(value);
  const place = placeOf(axisOf(intAttribute(call.node, 'axis', -1), shapeOf(value).length));
  const isFirst = intAttribute(call.node, 'p', 2) === 1;
  const norm = isFirst ? sum(absolute(x), place, true) : sqrt(sum(square(x), place, true));
  // What is all zeros stays so.
  return alike(div(x, maximum(norm, 1e-30)));
}

/**
 * Over the numbers of each group of channels of each item (Wu and He, arXiv 1803.08494); of one channel each for instances.
 * Until opset 20 there was one scale for each group.
 */
function groupNormalised(call: Call, groups: number): Value {
  const x = inOrder(input(call, 0));
  const [samples, items, channels, ...rest] = x.shape;
  const rows = reshape(x, [samples, items, groups, x.size / (samples * items * groups)]);
  const centred = sub(rows, mean(rows, -1, true));
  const epsilon = floatAttribute(call.node, 'epsilon', usualEpsilon);
  const normal = mul(centred, rsqrt(add(mean(square(centred), -1, true), epsilon)));
  const along = (one: Tensor) => {
    const numbers = one.size / one.shape[0];
    const each = tiled(reshape(one, [one.shape[0], numbers, 1]), [1, 1, channels / numbers]);
    return reshape(each, [one.shape[0], 1, channels, ...rest.map(() => 1)]);
  };
  const scaled = mul(reshape(normal, x.shape), along(parameter(call, 1, 'weight')));
  return computed(add(scaled, along(parameter(call, 2, 'bias'))));
}
