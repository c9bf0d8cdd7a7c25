import { backend_util, slice_util, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Attribute } from '../graph/graph-builder';
import { intOf, intsOf, intT, type KernelTable, typeT } from './kernel-table';
import type { TraceBackend } from './trace-backend';

export function reshape(trace: TraceBackend, x: TensorInfo, shape: readonly number[]): TensorInfo {
  return trace.emit(
    'Reshape',
    [x, intsOf(trace, shape)],
    { T: typeT(x.dtype), Tshape: intT },
    shape,
    x.dtype,
  );
}

export const shapeKernels: KernelTable = {
  Reshape: (trace, { x }, attrs) => {
    const shape = util.inferFromImplicitShape(attrs.shape as number[], util.sizeFromShape(x.shape));
    return reshape(trace, x, shape);
  },

  ExpandDims: (trace, { input }, attrs) => {
    const axis =
      (attrs.dim as number) < 0 ? input.shape.length + 1 + (attrs.dim as number) : (attrs.dim as number);
    return reshape(trace, input, [...input.shape.slice(0, axis), 1, ...input.shape.slice(axis)]);
  },

  Transpose: (trace, { x }, attrs) => {
    const order = attrs.perm as number[];
    const shape = order.map((axis) => x.shape[axis]);
    return trace.emit(
      'Transpose',
      [x, intsOf(trace, order)],
      { T: typeT(x.dtype), Tperm: intT },
      shape,
      x.dtype,
    );
  },

  Slice: (trace, { x }, attrs) => {
    const [begin, size] = slice_util.parseSliceParams(
      { shape: x.shape } as Parameters<typeof slice_util.parseSliceParams>[0],
      attrs.begin as number[],
      attrs.size as number[],
    );
    const inputs = [x, intsOf(trace, begin), intsOf(trace, size)];
    return trace.emit('Slice', inputs, { T: typeT(x.dtype), Index: intT }, size, x.dtype);
  },

  Concat: (trace, inputs, attrs) => {
    const all = Object.values(inputs);
    const [axis] = util.parseAxisParam(attrs.axis as number, all[0].shape);
    const shape = backend_util.computeOutShape(
      all.map((input) => input.shape),
      axis,
    );
    const attributes = { N: { kind: 'int', value: all.length } as const, T: typeT(all[0].dtype), Tidx: intT };
    return trace.emit('ConcatV2', [...all, intOf(trace, axis)], attributes, shape, all[0].dtype);
  },

  Pack: (trace, inputs, attrs) => trace.stack(Object.values(inputs), attrs.axis as number),

  Unpack: (trace, { value }, attrs) => trace.unstack(value, attrs.axis as number),

  SplitV: (trace, { x }, attrs) => {
    const [axis] = util.parseAxisParam(attrs.axis as number, x.shape);
    const sizes = backend_util.prepareSplitSize(
      { shape: x.shape } as Parameters<typeof backend_util.prepareSplitSize>[0],
      attrs.numOrSizeSplits as number[] | number,
      axis,
    );
    const attributes: Record<string, Attribute> = {
      num_split: { kind: 'int', value: sizes.length },
      T: typeT(x.dtype),
      Tlen: intT,
    };
    const inputs = [x, intsOf(trace, sizes), intOf(trace, axis)];
    const shapes = sizes.map((size) => x.shape.map((length, at) => (at === axis ? size : length)));
    const [first, ...further] = shapes;
    const node = trace.graphValue(trace.emit('SplitV', inputs, attributes, first, x.dtype, further));
    return shapes.map((shape, part) =>
      trace.hold({ ...node, shape, name: node.name.replace(/0$/, `${part}`) }),
    );
  },

  Tile: (trace, { x }, attrs) => {
    const repeats = attrs.reps as number[];
    const shape = x.shape.map((size, axis) => size * repeats[axis]);
    return trace.emit(
      'Tile',
      [x, intsOf(trace, repeats)],
      { T: typeT(x.dtype), Tmultiples: intT },
      shape,
      x.dtype,
    );
  },

  PadV2: (trace, { x }, attrs) => {
    const paddings = attrs.paddings as [number, number][];
    const shape = x.shape.map((size, axis) => size + paddings[axis][0] + paddings[axis][1]);
    const table = trace.hold(
      trace.graph.constant(Int32Array.from(paddings.flat()), [paddings.length, 2], 'int32'),
    );
    const value = trace.hold(trace.graph.scalar(attrs.constantValue as number, 'float32'));
    return trace.emit('PadV2', [x, table, value], { T: typeT(x.dtype), Tpaddings: intT }, shape, x.dtype);
  },

  Fill: (trace, _inputs, attrs) =>
    trace.hold(
      trace.graph.fill(
        attrs.shape as number[],
        attrs.value as number,
        attrs.dtype === 'int32' ? 'int32' : 'float32',
      ),
    ),
};
