import { add, concat, gather, reshape, slice, type Tensor, tensor1d } from '@tensorflow/tfjs-core';
import { intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Call, input, knownInts, type Operator, refusal } from './call';
import { ofSamples, tiled } from './repeated';
import {
  expandedShape,
  orderOf,
  reshapedTo,
  slicesOf,
  splitSizes,
  squeezed,
  unsqueezed,
} from './shape-rules';
import { asItLies, axisOf, computed, inOrder, known, moved, shapeOf, type Value, withRank } from './value';

/** Operators that put numbers elsewhere and change none. */
export const shapeOperators: { readonly [Name in OperatorName]?: Operator } = {
  Concat: (call) => concatenated(call),
  Expand: (call) => {
    const x = input(call, 0);
    const shape = expandedShape(call, shapeOf(x));
    return computed(repeated(call, withRank(inOrder(x), shape.length), shape));
  },
  Flatten: (call) => {
    const shape = shapeOf(input(call, 0));
    const axis = axisOf(intAttribute(call.node, 'axis', 1), shape.length);
    return withShape(input(call, 0), [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))]);
  },
  Gather: (call) => gathered(call),
  Reshape: (call) => withShape(input(call, 0), reshapedTo(call, shapeOf(input(call, 0)))),
  Shape: (call) => {
    const shape = shapeOf(input(call, 0));
    const [start, end] = [intAttribute(call.node, 'start', 0), intAttribute(call.node, 'end', shape.length)];
    const part = shape.slice(start, end);
    return known('int', [part.length], part);
  },
  Size: (call) => known('int', [], [sizeOf(shapeOf(input(call, 0)))]),
  Slice: (call) => {
    const { x, placeOf, alike } = asItLies(input(call, 0));
    const slices = slicesOf(call, shapeOf(input(call, 0)));
    return alike(slices.reduce((rest, { axis, places }) => taken(rest, placeOf(axis), places), x));
  },
  Split: (call) => {
    const shape = shapeOf(input(call, 0));
    const axis = axisOf(intAttribute(call.node, 'axis', 0), shape.length);
    const { x, placeOf, alike } = asItLies(input(call, 0));
    let start = 0;
    return splitSizes(call, shape[axis]).map((length) => {
      const part = cut(x, placeOf(axis), start, length);
      start += length;
      return alike(part);
    });
  },
  Squeeze: (call) => withShape(input(call, 0), squeezed(shapeOf(input(call, 0)), knownInts(call, 1))),
  Transpose: (call) => transposed(call),
  Unsqueeze: (call) =>
    withShape(input(call, 0), unsqueezed(shapeOf(input(call, 0)), knownInts(call, 1) ?? [])),
};

function withShape(value: Value, shape: readonly number[]): Value {
  const x = inOrder(value);
  return computed(reshape(x, [x.shape[0], ...shape]));
}

/** What only changes between channels first and last needs no numbers moved. */
function transposed(call: Call): Value {
  const x = input(call, 0);
  const order = orderOf(call, shapeOf(x).length);
  const isLast = x.kind === 'computed' && x.isChannelsLast;
  const [items, channels, ...places] = order.map((_, axis) => axis);
  const toLast = [items, ...places, channels].join();
  const toFront = [items, order.length - 1, channels, ...places.slice(0, -1)].join();
  if (x.kind === 'computed' && isLast && order.join() === toLast) return computed(x.tensor);
  if (x.kind === 'computed' && !isLast && order.length > 2 && order.join() === toFront)
    return computed(x.tensor, true);
  return computed(moved(inOrder(x), [0, ...order.map((axis) => axis + 1)]));
}

function concatenated(call: Call): Value {
  const values = call.inputs.map((_, place) => input(call, place));
  const rank = shapeOf(values[0]).length;
  const axis = axisOf(intAttribute(call.node, 'axis', 0), rank);
  const areLast = values.every((value) => value.kind === 'computed' && value.isChannelsLast);
  const parts = values.map((value) => (areLast ? asItLies(value) : asItLies(computed(inOrder(value)))));
  const [{ placeOf, alike }] = parts;
  const samples = Math.max(...parts.map(({ x }) => x.shape[0]));
  return alike(
    concat(
      parts.map(({ x }) => ofSamples(x, samples)),
      placeOf(axis),
    ),
  );
}

/** Repeats axes of length 1 up to a shape; the axis of items by an addition, so that graphs take any number of them. */
export function repeated(
  { surroundings: { items, zeroOfItems } }: Call,
  x: Tensor,
  shape: readonly number[],
): Tensor {
  const [, ...own] = x.shape;
  const isOfItems = own[0] === 1 && shape[0] === items;
  const repeats = own.map((length, axis) => (length === 1 && !(isOfItems && axis === 0) ? shape[axis] : 1));
  const whole = tiled(x, [1, ...repeats]);
  if (!isOfItems || items === 1) return whole;
  return add(whole, reshape(zeroOfItems, [1, items, ...own.slice(1).map(() => 1)]));
}

function gathered(call: Call): Value {
  const x = input(call, 0);
  const indices = input(call, 1);
  if (indices.kind !== 'known')
    throw refusal(call.node, 'looks numbers up by the data, which must be floats here');
  const shape = shapeOf(x);
  const axis = axisOf(intAttribute(call.node, 'axis', 0), shape.length);
  const places = [...indices.values].map((index) => axisOf(index, shape[axis]));
  const found = taken(inOrder(x), axis + 1, places);
  const [samples] = found.shape;
  return computed(
    reshape(found, [samples, ...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)]),
  );
}

export function taken(x: Tensor, axis: number, places: readonly number[]): Tensor {
  const isRow = places.every((place, at) => place === places[0] + at);
  if (isRow) return cut(x, axis, places[0] ?? 0, places.length);
  return gather(x, tensor1d([...places], 'int32'), axis);
}

export function cut(x: Tensor, axis: number, start: number, length: number): Tensor {
  if (start === 0 && length === x.shape[axis]) return x;
  const begin = x.shape.map((_, at) => (at === axis ? start : 0));
  return slice(
    x,
    begin,
    x.shape.map((own, at) => (at === axis ? length : own)),
  );
}
