import {
  add,
  cast,
  concat,
  gather,
  pad,
  reshape,
  type Tensor,
  tensor,
  tensor1d,
  transpose,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { intAttribute, textAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { asKnown, type Call, input, knownInts, type Operator, refusal, wantsFreeItems } from './call';
import { padding } from './fold/shape-rules';
import { cut, taken } from './fold/shapes';
import { ofSamples, tiled } from './repeated';
import {
  asItLies,
  axisOf,
  channelsLast,
  computed,
  inOrder,
  type Known,
  shapeOf,
  type Value,
  withRank,
} from './value';

/** Operators that put numbers to places that are known before any data are. */
export const placingOperators: { readonly [Name in OperatorName]?: Operator } = {
  DepthToSpace: (call) => depthToSpace(call),
  GatherElements: (call) => gatheredElements(call),
  GatherND: (call) => gatheredParts(call),
  Pad: (call) => padded(call),
  ScatterElements: (call) => scatteredElements(call),
  ScatterND: (call) => scatteredParts(call),
  SpaceToDepth: (call) => spaceToDepth(call),
  Tile: (call) => {
    const { x, placeOf, alike } = asItLies(input(call, 0));
    const repeats = x.shape.map(() => 1);
    knownInts(call, 1)?.forEach((count, axis) => {
      repeats[placeOf(axis)] = count;
    });
    return alike(tiled(x, repeats));
  },
  Trilu: (call) => triangle(call),
};

/** Blocks of channels become blocks of places: [items, channels, height, width] in ONNX. */
function depthToSpace(call: Call): Value {
  const x = channelsLast(input(call, 0));
  const size = intAttribute(call.node, 'blocksize', 1);
  const [samples, items, height, width, channels] = x.shape;
  const rest = channels / (size * size);
  const isDepthFirst = textAttribute(call.node, 'mode', 'DCR') !== 'CRD';
  const all = samples * items;
  const parts = isDepthFirst
    ? transpose(reshape(x, [all, height, width, size, size, rest]), [0, 1, 3, 2, 4, 5])
    : transpose(reshape(x, [all, height, width, rest, size, size]), [0, 1, 4, 2, 5, 3]);
  return computed(reshape(parts, [samples, items, height * size, width * size, rest]), true);
}

function spaceToDepth(call: Call): Value {
  const x = channelsLast(input(call, 0));
  const size = intAttribute(call.node, 'blocksize', 1);
  const [samples, items, height, width, channels] = x.shape;
  const [high, wide] = [height / size, width / size];
  const isDepthFirst = textAttribute(call.node, 'mode', 'DCR') !== 'CRD';
  const order = isDepthFirst ? [0, 1, 3, 2, 4, 5] : [0, 1, 3, 5, 2, 4];
  const parts = transpose(reshape(x, [samples * items, high, size, wide, size, channels]), order);
  return computed(reshape(parts, [samples, items, high, wide, size * size * channels]), true);
}

function padded(call: Call): Value {
  const { x, placeOf, alike } = asItLies(input(call, 0));
  const { mode, sides } = padding(call, shapeOf(input(call, 0)));
  if (mode !== 'constant')
    return alike(sides.reduce((rest, { places }, axis) => taken(rest, placeOf(axis), places), x));
  const filler = call.inputs[2] ? asKnown(call, call.inputs[2]).values[0] : 0;
  const pairs = x.shape.map((): [number, number] => [0, 0]);
  let inside = x;
  sides.forEach(({ before, after }, axis) => {
    const at = placeOf(axis);
    pairs[at] = [Math.max(before, 0), Math.max(after, 0)];
    const start = Math.max(-before, 0);
    inside = cut(inside, at, start, inside.shape[at] - start - Math.max(-after, 0));
  });
  return alike(pairs.every(([before, after]) => before + after === 0) ? inside : pad(inside, pairs, filler));
}

/** What stays of each matrix: on or above a diagonal, or on or below it. */
function triangle(call: Call): Value {
  const value = input(call, 0);
  const shape = shapeOf(value);
  const [rows, columns] = shape.slice(-2);
  const mask = Float32Array.from({ length: rows * columns }, (_, at) =>
    Number(isOfTriangle(call, Math.floor(at / columns), at % columns)),
  );
  const x = inOrder(value);
  const whole = add(zerosLike(x), withRank(tensor(mask, [1, rows, columns]), shape.length));
  return computed(where(cast(whole, 'bool'), x, zerosLike(x)));
}

export function isOfTriangle(call: Call, row: number, column: number): boolean {
  const diagonal = knownInts(call, 1)?.[0] ?? 0;
  const isUpper = intAttribute(call.node, 'upper', 1) !== 0;
  return isUpper ? column - row >= diagonal : column - row <= diagonal;
}

/** Numbers by their places in the whole tensor, row by row. */
function picked(x: Tensor, places: readonly number[], shape: readonly number[]): Value {
  const [samples] = x.shape;
  const row = reshape(x, [samples, x.size / samples]);
  return computed(reshape(gather(row, tensor1d([...places], 'int32'), 1), [samples, ...shape]));
}

function gatheredElements(call: Call): Value {
  const value = input(call, 0);
  const indices = knownIndices(call, 1);
  const axis = axisOf(intAttribute(call.node, 'axis', 0), shapeOf(value).length);
  return picked(inOrder(value), placesOfElements(shapeOf(value), indices, axis), indices.shape);
}

function gatheredParts(call: Call): Value {
  const value = input(call, 0);
  const shape = shapeOf(value);
  const indices = knownIndices(call, 1);
  const batch = intAttribute(call.node, 'batch_dims', 0);
  const depth = indices.shape[indices.shape.length - 1];
  const rest = shape.slice(batch + depth);
  const places = placesOfParts(shape, indices, batch);
  return picked(inOrder(value), places, [...indices.shape.slice(0, -1), ...rest]);
}

function knownIndices(call: Call, place: number): Known {
  const value = input(call, place);
  if (value.kind === 'known') return value;
  throw refusal(call.node, 'looks numbers up by the data, which must be floats here');
}

/** Where each element of the indices points to, in the whole tensor. */
export function placesOfElements(shape: readonly number[], indices: Known, axis: number): readonly number[] {
  const steps = stepsOf(shape);
  const own = stepsOf(indices.shape);
  return [...indices.values].map((index, at) =>
    indices.shape.reduce((place, length, along) => {
      const coordinate = along === axis ? axisOf(index, shape[axis]) : Math.floor(at / own[along]) % length;
      return place + coordinate * steps[along];
    }, 0),
  );
}

/** Where the parts lie that rows of indices point to, in the whole tensor. */
export function placesOfParts(shape: readonly number[], indices: Known, batch: number): readonly number[] {
  const depth = indices.shape[indices.shape.length - 1];
  const steps = stepsOf(shape);
  const size = sizeOf(shape.slice(batch + depth));
  const rows = sizeOf(indices.shape.slice(0, -1));
  const rowsOfBatch = sizeOf(indices.shape.slice(batch, -1));
  const batchSize = sizeOf(shape.slice(batch));
  return Array.from({ length: rows }, (_, row) => {
    const start = Array.from({ length: depth }, (_axis, at) => {
      const axis = batch + at;
      return axisOf(indices.values[row * depth + at], shape[axis]) * steps[axis];
    }).reduce((sum, one) => sum + one, Math.floor(row / rowsOfBatch) * batchSize);
    return Array.from({ length: size }, (_part, at) => start + at);
  }).flat();
}

function stepsOf(shape: readonly number[]): readonly number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

function scatteredElements(call: Call): Value {
  const shape = shapeOf(input(call, 0));
  refusePlacesOfItems(call, shape);
  const axis = axisOf(intAttribute(call.node, 'axis', 0), shape.length);
  return overwritten(call, placesOfElements(shape, knownIndices(call, 1), axis));
}

function scatteredParts(call: Call): Value {
  const shape = shapeOf(input(call, 0));
  refusePlacesOfItems(call, shape);
  const indices = knownIndices(call, 1);
  const depth = indices.shape[indices.shape.length - 1];
  if (depth === 1) return overwrittenRows(call, indices);
  return overwritten(call, placesOfParts(shape, indices, 0));
}

/** Places that count items of the file's own number would leave out all others. */
function refusePlacesOfItems(call: Call, [first]: readonly number[]): void {
  const why = first === call.surroundings.items ? wantsFreeItems(call.surroundings) : undefined;
  if (why !== undefined) throw refusal(call.node, `writes to places of single items: ${why}`);
}

/** Whole rows along the first axis, however long they are. */
function overwrittenRows(call: Call, indices: Known): Value {
  refuseSums(call);
  const x = inOrder(input(call, 0));
  const updates = inOrder(input(call, 2));
  const rows = reshape(updates, [updates.shape[0], indices.values.length, ...x.shape.slice(2)]);
  const samples = Math.max(x.shape[0], updates.shape[0]);
  const [, length] = x.shape as [number, number];
  const both = concat([ofSamples(x, samples), ofSamples(rows, samples)], 1);
  const from = Array.from({ length }, (_, place) => place);
  indices.values.forEach((index, at) => {
    from[axisOf(index, length)] = length + at;
  });
  return computed(gather(both, tensor1d(from, 'int32'), 1));
}

function overwritten(call: Call, places: readonly number[]): Value {
  refuseSums(call);
  const x = inOrder(input(call, 0));
  const updates = inOrder(input(call, 2));
  const given = updates.size / updates.shape[0];
  if (given !== places.length) throw new Error(`${given} numbers are given for ${places.length} places`);
  const samples = Math.max(x.shape[0], updates.shape[0]);
  const size = x.size / x.shape[0];
  const row = (one: Tensor) => reshape(ofSamples(one, samples), [samples, one.size / one.shape[0]]);
  const from = Array.from({ length: size }, (_, place) => place);
  places.forEach((place, at) => {
    from[place] = size + at;
  });
  const all = gather(concat([row(x), row(updates)], 1), tensor1d(from, 'int32'), 1);
  return computed(reshape(all, [samples, ...x.shape.slice(1)]));
}

function refuseSums(call: Call): void {
  const reduction = textAttribute(call.node, 'reduction', 'none');
  if (reduction !== 'none')
    throw refusal(call.node, `combines what it writes (${reduction}), which is not done here`);
}
