import {
  add,
  concat,
  exp,
  log,
  max,
  mean,
  min,
  mul,
  reshape,
  sqrt,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { absolute } from './activations';
import { alongAxisBy } from './axis-product';
import { type Call, input, knownInts, type Operator, refusal } from './call';
import { axesOf } from './fold/shape-rules';
import { cut } from './fold/shapes';
import { asItLies, axisOf, bySample, computed, inOrder, shapeOf, type Value } from './value';

type Reduction = (x: Tensor, axes: number[], keepDims: boolean) => Tensor;

const reductions: { readonly [Name in OperatorName]?: Reduction } = {
  ReduceL1: (x, axes, keep) => sum(absolute(x), axes, keep),
  ReduceL2: (x, axes, keep) => sqrt(sum(square(x), axes, keep)),
  ReduceLogSum: (x, axes, keep) => log(sum(x, axes, keep)),
  ReduceLogSumExp: logSumExp,
  ReduceMax: (x, axes, keep) => max(x, axes, keep),
  ReduceMean: (x, axes, keep) => mean(x, axes, keep),
  ReduceMin: (x, axes, keep) => min(x, axes, keep),
  ReduceProd: product,
  ReduceSum: (x, axes, keep) => sum(x, axes, keep),
  ReduceSumSquare: (x, axes, keep) => sum(square(x), axes, keep),
};

/** Operators that make one number of many along axes. */
export const reductionOperators: { readonly [Name in OperatorName]?: Operator } = {
  ...Object.fromEntries(
    Object.entries(reductions).map(([name, reduce]): [string, Operator] => [
      name,
      (call) => reduced(call, reduce),
    ]),
  ),
  CumSum: (call) => cumulated(call),
  GlobalAveragePool: (call) => overPlaces(call, (x, axes) => mean(x, axes, true)),
  GlobalMaxPool: (call) => overPlaces(call, (x, axes) => max(x, axes, true)),
};

function reduced(call: Call, reduce: Reduction): Value {
  const value = input(call, 0);
  if (sizeOf(shapeOf(value)) === 0) throw refusal(call.node, 'is given no numbers at all');
  const axes = axesOf(call, shapeOf(value).length);
  const keepsAxes = intAttribute(call.node, 'keepdims', 1) !== 0;
  const isNothing = axes.length === 0 && shapeOf(value).length > 0;
  if (isNothing && intAttribute(call.node, 'noop_with_empty_axes', 0) !== 0)
    return asItLies(value).alike(
      reduce(reshape(asItLies(value).x, [...asItLies(value).x.shape, 1]), [-1], false),
    );
  const { x, placeOf, alike } = asItLies(value);
  const isOfPlacesAlone = !axes.includes(0) && !axes.includes(1);
  const losesPlaces = isOfPlacesAlone && axes.length === shapeOf(value).length - 2;
  if (keepsAxes) return alike(reduce(x, axes.map(placeOf), true));
  // What is left of [items, ...places, channels] lies in order.
  if (losesPlaces) return computed(reduce(x, axes.map(placeOf), false));
  return computed(
    reduce(
      inOrder(value),
      axes.map((axis) => axis + 1),
      false,
    ),
  );
}

/** By halves: graphs here have no gradient of a product along an axis. */
function product(x: Tensor, axes: number[], keepDims: boolean): Tensor {
  const whole = axes.reduce(productAlong, x);
  return keepDims ? whole : withoutAxes(whole, axes);
}

function productAlong(x: Tensor, axis: number): Tensor {
  const length = x.shape[axis];
  if (length <= 1) return x;
  const half = Math.floor(length / 2);
  const both = mul(cut(x, axis, 0, half), cut(x, axis, half, half));
  const parts = length % 2 === 0 ? both : concat([both, cut(x, axis, length - 1, 1)], axis);
  return productAlong(parts, axis);
}

function withoutAxes(x: Tensor, axes: readonly number[]): Tensor {
  return reshape(
    x,
    x.shape.filter((_, axis) => !axes.includes(axis)),
  );
}

/** Less the largest first, so that no exponential is infinite. */
function logSumExp(x: Tensor, axes: number[], keepDims: boolean): Tensor {
  const largest = max(x, axes, true);
  const result = add(log(sum(exp(sub(x, largest)), axes, true)), largest);
  return keepDims ? result : withoutAxes(result, axes);
}

function overPlaces(call: Call, reduce: (x: Tensor, axes: number[]) => Tensor): Value {
  const value = input(call, 0);
  if (value.kind === 'computed' && value.apart) return bySample(value, (x) => reduce(x, [2, 3]));
  const { x, placeOf, alike } = asItLies(value);
  const axes = shapeOf(value).map((_, axis) => axis);
  return alike(reduce(x, axes.slice(2).map(placeOf)));
}

/** Sums up to each place: a product with a triangle of ones. */
function cumulated(call: Call): Value {
  const value = input(call, 0);
  const given = knownInts(call, 1);
  if (!given) throw refusal(call.node, 'does not say along which axis');
  const shape = shapeOf(value);
  const axis = axisOf(given[0], shape.length);
  const isExclusive = intAttribute(call.node, 'exclusive', 0) !== 0;
  const isReverse = intAttribute(call.node, 'reverse', 0) !== 0;
  const { x, placeOf, alike } = asItLies(value);
  const weight = (to: number, from: number) => {
    const before = isReverse ? from - to : to - from;
    return Number(isExclusive ? before > 0 : before >= 0);
  };
  return alike(alongAxisBy(x, placeOf(axis), shape[axis], weight));
}
