import { intAttribute, textAttribute } from '../../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../../src-files/onnx/operators';
import { sizeOf } from '../../../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Call, knownInts } from '../call';
import { isOfTriangle, placesOfElements, placesOfParts } from '../placing';
import { axisOf, type Known, known } from '../value';
import { type Fold, takenOf } from './fold';
import { padding } from './shape-rules';

/** Known numbers put elsewhere, looked up and sorted. */
export const placingFolds: { readonly [Name in OperatorName]?: Fold } = {
  ArgMax: (call, x) => extreme(call, x, (a, b) => a > b),
  ArgMin: (call, x) => extreme(call, x, (a, b) => a < b),
  CumSum: (call, x) => cumulated(call, x),
  EyeLike: (call, x) => {
    const diagonal = intAttribute(call.node, 'k', 0);
    const [, columns] = x.shape;
    const values = x.values.map((_, at) => Number((at % columns) - Math.floor(at / columns) === diagonal));
    return known(intAttribute(call.node, 'dtype', 1) === 1 ? 'float' : x.type, x.shape, values);
  },
  GatherElements: (call, x, [, indices]) => {
    const axis = axisOf(intAttribute(call.node, 'axis', 0), x.shape.length);
    return picked(x, placesOfElements(x.shape, indices, axis), indices.shape);
  },
  GatherND: (call, x, [, indices]) => {
    const batch = intAttribute(call.node, 'batch_dims', 0);
    const depth = indices.shape[indices.shape.length - 1];
    const rest = x.shape.slice(batch + depth);
    return picked(x, placesOfParts(x.shape, indices, batch), [...indices.shape.slice(0, -1), ...rest]);
  },
  NonZero: (_call, x) => {
    const found = [...x.values.keys()].filter((at) => x.values[at] !== 0);
    const coordinates = x.shape.flatMap((length, axis) => {
      const step = sizeOf(x.shape.slice(axis + 1));
      return found.map((at) => Math.floor(at / step) % length);
    });
    return known('int', [x.shape.length, found.length], coordinates);
  },
  OneHot: (call, x, [, depth, values]) => oneHot(call, x, depth.values[0], values),
  Pad: (call, x, [, , filler]) => {
    const { sides } = padding(call, x.shape);
    const shape = sides.map(({ places }) => places.length);
    const values = coordinatesOf(shape).map((place) => {
      const from = place.map((at, axis) => sides[axis].places[at]);
      const isFiller = from.some((at) => at < 0);
      return isFiller ? (filler?.values[0] ?? 0) : x.values[offsetOf(x.shape, from)];
    });
    return known(x.type, shape, values);
  },
  ScatterElements: (call, x, [, indices, updates]) => {
    const axis = axisOf(intAttribute(call.node, 'axis', 0), x.shape.length);
    return written(call, x, placesOfElements(x.shape, indices, axis), updates);
  },
  ScatterND: (call, x, [, indices, updates]) => written(call, x, placesOfParts(x.shape, indices, 0), updates),
  Size: (_call, x) => known('int', [], [sizeOf(x.shape)]),
  Tile: (call, x) => {
    const repeats = knownInts(call, 1) ?? [];
    return x.shape.reduce((rest, length, axis) => {
      const places = Array.from({ length: length * repeats[axis] }, (_, at) => at % length);
      return takenOf(rest, axis, places);
    }, x);
  },
  TopK: (call, x) => largest(call, x),
  Trilu: (call, x) => {
    const [rows, columns] = x.shape.slice(-2);
    const values = x.values.map((value, at) =>
      isOfTriangle(call, Math.floor(at / columns) % rows, at % columns) ? value : 0,
    );
    return known(x.type, x.shape, values);
  },
};

function picked(x: Known, places: readonly number[], shape: readonly number[]): Known {
  return known(
    x.type,
    shape,
    places.map((place) => x.values[place]),
  );
}

const combinations: Readonly<Record<string, (before: number, update: number) => number>> = {
  none: (_before, update) => update,
  add: (before, update) => before + update,
  mul: (before, update) => before * update,
  max: Math.max,
  min: Math.min,
};

function written(call: Call, x: Known, places: readonly number[], updates: Known): Known {
  const values = x.values.slice();
  const combine = combinations[textAttribute(call.node, 'reduction', 'none')];
  places.forEach((place, at) => {
    values[place] = combine(values[place], updates.values[at]);
  });
  return known(x.type, x.shape, values);
}

/** All places of a shape, row by row. */
function coordinatesOf(shape: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: sizeOf(shape) }, (_, at) =>
    shape.map((length, axis) => Math.floor(at / sizeOf(shape.slice(axis + 1))) % length),
  );
}

function offsetOf(shape: readonly number[], place: readonly number[]): number {
  return place.reduce((offset, at, axis) => offset * shape[axis] + at, 0);
}

/** Rows of x along an axis, each as the places of its numbers. */
function rowsAlong(shape: readonly number[], axis: number): readonly (readonly number[])[] {
  const [outer, inner] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  return Array.from({ length: outer * inner }, (_, row) => {
    const start = Math.floor(row / inner) * shape[axis] * inner + (row % inner);
    return Array.from({ length: shape[axis] }, (_place, at) => start + at * inner);
  });
}

function extreme(call: Call, x: Known, isBetter: (a: number, b: number) => boolean): Known {
  const axis = axisOf(intAttribute(call.node, 'axis', 0), x.shape.length);
  const isLast = intAttribute(call.node, 'select_last_index', 0) !== 0;
  const found = rowsAlong(x.shape, axis).map((places) =>
    places.reduce((best, place, at) => {
      const [value, before] = [x.values[place], x.values[places[best]]];
      return isBetter(value, before) || (isLast && value === before) ? at : best;
    }, 0),
  );
  const keepsAxes = intAttribute(call.node, 'keepdims', 1) !== 0;
  const shape = keepsAxes
    ? x.shape.map((length, at) => (at === axis ? 1 : length))
    : x.shape.filter((_, at) => at !== axis);
  return known('int', shape, found);
}

function cumulated(call: Call, x: Known): Known {
  const axis = axisOf(knownInts(call, 1)?.[0] ?? 0, x.shape.length);
  const isExclusive = intAttribute(call.node, 'exclusive', 0) !== 0;
  const isReverse = intAttribute(call.node, 'reverse', 0) !== 0;
  const values = x.values.slice();
  for (const places of rowsAlong(x.shape, axis)) {
    let sum = 0;
    for (const place of isReverse ? [...places].reverse() : places) {
      const before = sum;
      sum += x.values[place];
      values[place] = isExclusive ? before : sum;
    }
  }
  return known(x.type, x.shape, values);
}

/** @param values what stands off and on the indices */
function oneHot(call: Call, indices: Known, depth: number, { type, values: [off, on] }: Known): Known {
  const rank = indices.shape.length + 1;
  const axis = axisOf(intAttribute(call.node, 'axis', -1), rank);
  const shape = [...indices.shape.slice(0, axis), depth, ...indices.shape.slice(axis)];
  const inner = sizeOf(shape.slice(axis + 1));
  const values = Array<number>(sizeOf(shape)).fill(off);
  indices.values.forEach((index, at) => {
    if (index < -depth || index >= depth) return;
    const start = Math.floor(at / inner) * depth * inner + (at % inner);
    values[start + axisOf(index, depth) * inner] = on;
  });
  return known(type, shape, values);
}

function largest(call: Call, x: Known): readonly Known[] {
  const axis = axisOf(intAttribute(call.node, 'axis', -1), x.shape.length);
  const count = knownInts(call, 1)?.[0] ?? 0;
  const sign = intAttribute(call.node, 'largest', 1) !== 0 ? -1 : 1;
  const shape = x.shape.map((length, at) => (at === axis ? count : length));
  const values = Array<number>(sizeOf(shape)).fill(0);
  const indices = [...values];
  const targets = rowsAlong(shape, axis);
  rowsAlong(x.shape, axis).forEach((places, row) => {
    const order = places
      .map((_, at) => at)
      .sort((a, b) => sign * (x.values[places[a]] - x.values[places[b]]) || a - b);
    targets[row].forEach((target, at) => {
      values[target] = x.values[places[order[at]]];
      indices[target] = order[at];
    });
  });
  return [known(x.type, shape, values), known('int', shape, indices)];
}
