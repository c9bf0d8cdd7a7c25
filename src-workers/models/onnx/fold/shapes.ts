import { add, concat, gather, reshape, slice, type Tensor, tensor1d, unstack } from '@tensorflow/tfjs-core';
import { intAttribute } from '../../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../../src-files/onnx/operators';
import { sizeOf } from '../../../../src-shared/experiment/networks/tensors/weight-tensor';
import { splitHeads } from '../../attention';
import { type Call, input, knownInts, type Operator, refusal } from '../call';
import { ofSamples, tiled } from '../repeated';
import {
  apart,
  asItLies,
  axisOf,
  computed,
  exchanged,
  exchangedSeries,
  inOrder,
  known,
  moved,
  ofParts,
  samplesApart,
  shapeOf,
  type Value,
  withRank,
} from '../value';
import {
  expandedShape,
  orderOf,
  reshapedTo,
  slicesOf,
  splitSizes,
  squeezed,
  unsqueezed,
} from './shape-rules';

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
    const slices = slicesOf(call, shapeOf(input(call, 0)));
    const [first, ...others] = slices;
    const isOfFirst = first?.axis === 0 && others.length === 0;
    const part = isOfFirst ? partOf(input(call, 0), first.places) : undefined;
    if (part) return computed(reshape(part, [part.shape[0], 1, ...part.shape.slice(1)]));
    const { x, placeOf, alike } = asItLies(input(call, 0));
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
  const own = value.kind === 'computed' ? value.exchanged : undefined;
  const last = shapeOf(value).slice(-2);
  // Axes in front of the last two are joined or parted.
  if (own && shape.length > 2 && shape.slice(-2).join() === last.join())
    return exchanged(reshape(own, [own.shape[0], ...shape.slice(0, -2), ...own.shape.slice(-2)]));
  const x = inOrder(value);
  return computed(reshape(x, [x.shape[0], ...shape]));
}

/** A value's only part at these places of ONNX's first axis, where its parts lie by themselves. */
function partOf(value: Value, places: readonly number[]): Tensor | undefined {
  return value.kind === 'computed' && places.length === 1 ? value.parts?.[places[0]] : undefined;
}

/** What only changes between channels first and last needs no numbers moved. */
function transposed(call: Call): Value {
  const x = input(call, 0);
  const order = orderOf(call, shapeOf(x).length);
  if (call.isTakenApart && x.kind === 'computed' && order[0] !== 0) return takenApart(inOrder(x), order);
  const isLast = x.kind === 'computed' && x.isChannelsLast;
  const [items, channels, ...places] = order.map((_, axis) => axis);
  const toLast = [items, ...places, channels].join();
  const toFront = [items, order.length - 1, channels, ...places.slice(0, -1)].join();
  if (x.kind === 'computed' && isLast && order.join() === toLast) return computed(x.tensor);
  if (x.kind === 'computed' && !isLast && order.length > 2 && order.join() === toFront)
    return order.length === 3 ? exchangedSeries(x.tensor) : computed(x.tensor, true);
  if (exchangesLast(order)) return exchanged(inOrder(x));
  return computed(moved(inOrder(x), [0, ...order.map((axis) => axis + 1)]));
}

function exchangesLast(order: readonly number[]): boolean {
  const rank = order.length;
  return rank > 2 && order.every((axis, at) => axis === (at < rank - 2 ? at : 2 * rank - 3 - at));
}

/** Parts along the axis that comes to the front, each of which is taken by itself: queries, keys and values. */
function takenApart(x: Tensor, order: readonly number[]): Value {
  const [first, ...rest] = order.map((axis) => axis + 1) as [number, ...number[]];
  const [samples, items, tokens, parts, heads, width] = x.shape as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  if (order.join() === '2,0,3,1,4' && parts > 1)
    return ofParts(splitHeads(reshape(x, [samples, items, tokens, parts * heads * width]), parts, heads));
  if (x.shape[first] === 1) return computed(moved(x, [0, first, ...rest]));
  return ofParts(unstack(moved(x, [first, 0, ...rest])));
}

function concatenated(call: Call): Value {
  const values = call.inputs.map((_, place) => input(call, place));
  const rank = shapeOf(values[0]).length;
  const axis = axisOf(intAttribute(call.node, 'axis', 0), rank);
  const areLast = values.every((value) => value.kind === 'computed' && value.isChannelsLast);
  if (areLast && axis > 0 && values.some((value) => value.kind === 'computed' && value.apart))
    return besideEachOther(values, axis);
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

/** Pictures that lie sample by sample: their channels, rows or columns behind each other. */
function besideEachOther(values: readonly Value[], axis: number): Value {
  const all = values.map(samplesApart);
  const samples = Math.max(...all.map(({ length }) => length));
  return apart(
    Array.from({ length: samples }, (_, sample) =>
      concat(
        all.map((own) => own[sample % own.length]),
        axis === 1 ? 3 : axis - 1,
      ),
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
  const part = axis === 0 ? partOf(x, places) : undefined;
  if (part) return computed(reshape(part, [part.shape[0], ...indices.shape, ...shape.slice(1)]));
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
