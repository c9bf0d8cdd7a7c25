import {
  add,
  logSoftmax,
  max,
  mean,
  min,
  mul,
  prod,
  reshape,
  rsqrt,
  softmax,
  square,
  sub,
  sum,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';
import { floatAttribute, intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { layerNorm } from '../layer-norm';
import { asKnown, type Call, input, type Operator, refusal } from './call';
import { axesOf } from './shape-rules';
import { axisOf, computed, inOrder, moved, shapeOf, type Value } from './value';

/** Operators that look along axes: normalisations, sums and the like. */
export const normOperators: { readonly [Name in OperatorName]?: Operator } = {
  BatchNormalization: (call) => batchNormalised(call),
  GlobalAveragePool: (call) => overPicture(call, (x, axes) => mean(x, axes, true)),
  GlobalMaxPool: (call) => overPicture(call, (x, axes) => max(x, axes, true)),
  GroupNormalization: (call) => groupNormalised(call, intAttribute(call.node, 'num_groups', 1)),
  InstanceNormalization: (call) => groupNormalised(call, shapeOf(input(call, 0))[1]),
  LayerNormalization: (call) => layerNormalised(call),
  LogSoftmax: (call) => alongAxis(call, (x) => logSoftmax(x)),
  ReduceMax: (call) => reduced(call, max),
  ReduceMean: (call) => reduced(call, mean),
  ReduceMin: (call) => reduced(call, min),
  ReduceProd: (call) => reduced(call, prod),
  ReduceSum: (call) => reduced(call, sum),
  Softmax: (call) => alongAxis(call, (x) => softmax(x)),
};

type Reduction = (x: Tensor, axes: number[], keepDims: boolean) => Tensor;

/** Axes of a picture where channels lie last, by ONNX's. */
const placesOfChannelsLast = [1, 4, 2, 3] as const;

function reduced(call: Call, reduce: Reduction): Value {
  const x = input(call, 0);
  const axes = axesOf(call, shapeOf(x).length);
  const keepsAxes = intAttribute(call.node, 'keepdims', 1) !== 0;
  if (axes.length === 0) return x;
  const isLast = x.kind === 'computed' && x.isChannelsLast;
  const areOfPicture = [...axes].sort().join() === '2,3';
  if (x.kind === 'computed' && isLast && (keepsAxes || areOfPicture))
    return computed(
      reduce(
        x.tensor,
        axes.map((axis) => placesOfChannelsLast[axis]),
        keepsAxes,
      ),
      keepsAxes,
    );
  return computed(
    reduce(
      inOrder(x),
      axes.map((axis) => axis + 1),
      keepsAxes,
    ),
  );
}

function overPicture(call: Call, reduce: (x: Tensor, axes: number[]) => Tensor): Value {
  const x = input(call, 0);
  if (x.kind === 'computed' && x.isChannelsLast) return computed(reduce(x.tensor, [2, 3]), true);
  const axes = shapeOf(x)
    .map((_, axis) => axis + 1)
    .slice(2);
  return computed(reduce(inOrder(x), axes));
}

/** Softmax and its logarithm are along the last axis in all engines. */
function alongAxis(call: Call, compute: (x: Tensor) => Tensor): Value {
  const value = input(call, 0);
  const rank = shapeOf(value).length;
  const axis = axisOf(intAttribute(call.node, 'axis', -1), rank);
  const x = inOrder(value);
  if (axis === rank - 1) return computed(compute(x));
  const order = x.shape.map((_, at) => at).filter((at) => at !== axis + 1);
  order.push(axis + 1);
  const back = order.map((_, at) => order.indexOf(at));
  return computed(moved(compute(moved(x, order)), back));
}

/** With the file's running mean and variance: y = x * a + b with a = scale / std, b = offset - mean * a. */
function batchNormalised(call: Call): Value {
  const { node } = call;
  if (intAttribute(node, 'training_mode', 0) !== 0)
    throw refusal(node, 'is in training mode; export the network after model.eval()');
  const x = input(call, 0);
  const [mean, variance] = [3, 4].map((place) => asKnown(call, input(call, place)).values);
  const epsilon = floatAttribute(node, 'epsilon', 1e-5);
  const inverseStd = Float32Array.from(variance, (value) => 1 / Math.sqrt(value + epsilon));
  const factor = mul(parameter(call, 1, 'weight'), tensor(inverseStd, [1, inverseStd.length]));
  const shift = sub(
    parameter(call, 2, 'bias'),
    mul(factor, tensor(Float32Array.from(mean), [1, mean.length])),
  );
  const isLast = x.kind === 'computed' && x.isChannelsLast;
  const given = x.kind === 'computed' && isLast ? x.tensor : inOrder(x);
  const along = (one: Tensor) => {
    const [samples, numbers] = one.shape as [number, number];
    const channelsAt = isLast ? given.rank - 1 : 2;
    return reshape(
      one,
      given.shape.map((_, axis) => (axis === 0 ? samples : axis === channelsAt ? numbers : 1)),
    );
  };
  return computed(add(mul(given, along(factor)), along(shift)), isLast);
}

/** A scale or offset, drawn where it is trained: [samples or 1, numbers]. */
function parameter(call: Call, place: number, variable: 'weight' | 'bias'): Tensor {
  const { layer, surroundings } = call;
  const isTrained = layer !== undefined && (variable === 'weight' || layer.hasBias);
  if (isTrained) return surroundings.layers.weight(`${layer.layer}.${variable}`);
  return inOrder(input(call, place));
}

/** As `layerNorm` has it by itself; other networks add another number to the variance. */
const usualEpsilon = 1e-5;

function layerNormalised(call: Call): Value {
  const { node, layer, inputs, surroundings } = call;
  const value = input(call, 0);
  const x = inOrder(value);
  const axis = axisOf(intAttribute(node, 'axis', -1), x.rank - 1);
  const epsilon = floatAttribute(node, 'epsilon', usualEpsilon);
  const isUsual = Math.abs(epsilon - usualEpsilon) < 1e-9 && axis === x.rank - 2;
  if (layer?.hasBias && isUsual) return computed(layerNorm(surroundings.layers, layer.layer, x));
  const axes = x.shape.map((_, at) => at).slice(axis + 1);
  const centred = sub(x, mean(x, axes, true));
  const normal = mul(centred, rsqrt(add(mean(square(centred), axes, true), epsilon)));
  const aligned = (one: Tensor) =>
    reshape(one, [one.shape[0], ...x.shape.slice(1).map((length, at) => (at < axis ? 1 : length))]);
  const scaled = mul(normal, aligned(parameter(call, 1, 'weight')));
  return computed(inputs[2] ? add(scaled, aligned(parameter(call, 2, 'bias'))) : scaled);
}

/** Over the numbers of each group of channels of each item (Wu and He, arXiv 1803.08494); of one channel each for instances. */
function groupNormalised(call: Call, groups: number): Value {
  const x = inOrder(input(call, 0));
  const [samples, items, channels, ...rest] = x.shape;
  const rows = reshape(x, [samples, items, groups, x.size / (samples * items * groups)]);
  const centred = sub(rows, mean(rows, -1, true));
  const epsilon = floatAttribute(call.node, 'epsilon', usualEpsilon);
  const normal = mul(centred, rsqrt(add(mean(square(centred), -1, true), epsilon)));
  const along = (one: Tensor) => reshape(one, [one.shape[0], 1, channels, ...rest.map(() => 1)]);
  const scaled = mul(reshape(normal, x.shape), along(parameter(call, 1, 'weight')));
  return computed(add(scaled, along(parameter(call, 2, 'bias'))));
}
