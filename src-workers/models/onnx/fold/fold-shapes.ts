import { intAttribute } from '../../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../../src-files/onnx/operators';
import { permuted } from '../../../../src-files/onnx/permuted';
import { sizeOf } from '../../../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Call, knownInts } from '../call';
import { axisOf, type Known, known } from '../value';
import { type Fold, takenOf } from './fold';
import { placesOf } from './fold-arithmetic';
import { placingFolds } from './fold-placing';
import {
  axesOf,
  castKind,
  expandedShape,
  orderOf,
  reshapedTo,
  slicesOf,
  splitSizes,
  squeezed,
  unsqueezed,
} from './shape-rules';

const reshaped = (x: Known, shape: readonly number[]): Known => ({ ...x, shape });

function cast(call: Call, x: Known): Known {
  const type = castKind(call);
  const truth = (value: number) => Number(value !== 0);
  const values = type === 'bool' ? x.values.map(truth) : type === 'int' ? x.values.map(Math.trunc) : x.values;
  return known(type, x.shape, values);
}

const shapeFolds: { readonly [Name in OperatorName]?: Fold } = {
  Cast: cast,
  CastLike: cast,
  Concat: (call, x, inputs) =>
    concatenated(inputs, axisOf(intAttribute(call.node, 'axis', 0), x.shape.length)),
  ConstantOfShape: (call, x) => {
    const value = call.node.attributes.get('value');
    const [filler, type] =
      value?.kind === 'tensor' ? [value.value.values()[0], value.value.kind] : [0, 'float' as const];
    const shape = [...x.values];
    return known(type, shape, Array<number>(sizeOf(shape)).fill(filler));
  },
  Expand: (call, x) => {
    const shape = expandedShape(call, x.shape);
    return known(
      x.type,
      shape,
      placesOf(x.shape, shape).map((from) => x.values[from]),
    );
  },
  Flatten: (call, x) => {
    const axis = axisOf(intAttribute(call.node, 'axis', 1), x.shape.length);
    return reshaped(x, [sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))]);
  },
  Gather: (call, x, [, indices]) => {
    const axis = axisOf(intAttribute(call.node, 'axis', 0), x.shape.length);
    const picked = takenOf(
      x,
      axis,
      [...indices.values].map((index) => axisOf(index, x.shape[axis])),
    );
    return reshaped(picked, [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]);
  },
  Range: (_call, start, [, limit, step]) => {
    const [from, to, by] = [start, limit, step].map(({ values }) => values[0]);
    const length = Math.max(Math.ceil((to - from) / by), 0);
    return known(
      start.type,
      [length],
      Array.from({ length }, (_, place) => from + place * by),
    );
  },
  Reshape: (call, x) => reshaped(x, reshapedTo(call, x.shape)),
  Shape: (call, x) => {
    const [start, end] = [
      intAttribute(call.node, 'start', 0),
      intAttribute(call.node, 'end', x.shape.length),
    ];
    const part = x.shape.slice(start, end);
    return known('int', [part.length], part);
  },
  Slice: (call, x) =>
    slicesOf(call, x.shape).reduce((rest, { axis, places }) => takenOf(rest, axis, places), x),
  Split: (call, x) => {
    const axis = axisOf(intAttribute(call.node, 'axis', 0), x.shape.length);
    let start = 0;
    return splitSizes(call, x.shape[axis]).map((length) => {
      const places = Array.from({ length }, (_, place) => start + place);
      start += length;
      return takenOf(x, axis, places);
    });
  },
  Squeeze: (call, x) => reshaped(x, squeezed(x.shape, knownInts(call, 1))),
  Transpose: (call, x) => {
    const order = orderOf(call, x.shape.length);
    return known(
      x.type,
      order.map((axis) => x.shape[axis]),
      permuted(x.values, x.shape, order),
    );
  },
  Unsqueeze: (call, x) => reshaped(x, unsqueezed(x.shape, knownInts(call, 1) ?? [])),
  ReduceProd: (call, x) => reduced(call, x, (a, b) => a * b, 1),
  ReduceSum: (call, x) => reduced(call, x, (a, b) => a + b, 0),
  ReduceMax: (call, x) => reduced(call, x, Math.max, Number.NEGATIVE_INFINITY),
  ReduceMin: (call, x) => reduced(call, x, Math.min, Number.POSITIVE_INFINITY),
};

/** What an operator makes of the shape or order of known numbers; undefined for operators that do something else. */
export function foldShapes(call: Call, operator: OperatorName, inputs: readonly Known[]) {
  return (shapeFolds[operator] ?? placingFolds[operator])?.(call, inputs[0], inputs);
}

function concatenated(parts: readonly Known[], axis: number): Known {
  const [first] = parts;
  const outer = sizeOf(first.shape.slice(0, axis));
  const length = parts.reduce((sum, { shape }) => sum + shape[axis], 0);
  const values = Array.from({ length: outer }, (_, group) =>
    parts.flatMap((part) => {
      const size = sizeOf(part.shape.slice(axis));
      return [...part.values.subarray(group * size, (group + 1) * size)];
    }),
  ).flat();
  return known(
    first.type,
    first.shape.map((own, at) => (at === axis ? length : own)),
    values,
  );
}

function reduced(call: Call, x: Known, combine: (a: number, b: number) => number, start: number): Known {
  const axes = axesOf(call, x.shape.length);
  const kept = x.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
  const values = Array<number>(sizeOf(kept)).fill(start);
  // Each number goes where a tensor of the kept shape would be repeated from.
  placesOf(kept, x.shape).forEach((to, from) => {
    values[to] = combine(values[to], x.values[from]);
  });
  const keepsAxes = intAttribute(call.node, 'keepdims', 1) !== 0;
  return known(x.type, keepsAxes ? kept : x.shape.filter((_, axis) => !axes.includes(axis)), values);
}
