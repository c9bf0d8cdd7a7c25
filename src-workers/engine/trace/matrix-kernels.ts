import { backend_util, type NamedAttrMap, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Attribute } from '../graph/graph-builder';
import { floatT, intOf, intsOf, intT, type KernelTable, typeT } from './kernel-table';
import { emitProduct } from './product';
import { reshape } from './shape-kernels';
import type { TraceBackend } from './trace-backend';

function reduce(op: string, trace: TraceBackend, x: TensorInfo, attrs: NamedAttrMap): TensorInfo {
  const axes = util.parseAxisParam((attrs.axis ?? attrs.reductionIndices) as number | number[], x.shape);
  const keep = attrs.keepDims === true;
  const [outer] = backend_util.computeOutAndReduceShapes(x.shape, axes);
  const shape = keep ? backend_util.expandShapeToKeepDim(outer, axes) : outer;
  const attributes: Record<string, Attribute> = {
    T: typeT(x.dtype),
    Tidx: intT,
    keep_dims: { kind: 'bool', value: keep },
  };
  return trace.emit(op, [x, intsOf(trace, axes)], attributes, shape, x.dtype);
}

// oneDNN's softmax takes no more axes.
const mostSoftmaxAxes = 5;

/** Softmax-like kernels work on the last axis, as TensorFlow's do. */
function alongLastAxis(op: string, trace: TraceBackend, x: TensorInfo, axis: number): TensorInfo {
  const last = x.shape.length - 1;
  if (axis !== -1 && axis !== last) throw new Error(`${op} is traced along the last axis alone.`);
  if (x.shape.length <= mostSoftmaxAxes) return trace.emit(op, [x], { T: floatT }, x.shape, x.dtype);
  const shape = [util.sizeFromShape(x.shape.slice(0, last)), x.shape[last]];
  const rows = reshape(trace, x, shape);
  return reshape(trace, trace.emit(op, [rows], { T: floatT }, shape, x.dtype), x.shape);
}

export const matrixKernels: KernelTable = {
  BatchMatMul: (trace, { a, b }, attrs) => {
    const transposeA = attrs.transposeA === true;
    const transposeB = attrs.transposeB === true;
    const batch = backend_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const rows = a.shape[a.shape.length - (transposeA ? 1 : 2)];
    const columns = b.shape[b.shape.length - (transposeB ? 2 : 1)];
    const attributes: Record<string, Attribute> = {
      adj_x: { kind: 'bool', value: transposeA },
      adj_y: { kind: 'bool', value: transposeB },
    };
    return emitProduct(trace, 'BatchMatMulV2', [a, b], attributes, [...batch, rows, columns]);
  },

  Sum: (trace, { x }, attrs) => reduce('Sum', trace, x, attrs),
  Mean: (trace, { x }, attrs) => reduce('Mean', trace, x, attrs),
  Max: (trace, { x }, attrs) => reduce('Max', trace, x, attrs),
  Min: (trace, { x }, attrs) => reduce('Min', trace, x, attrs),

  Softmax: (trace, { logits }, attrs) => alongLastAxis('Softmax', trace, logits, attrs.dim as number),
  LogSoftmax: (trace, { logits }, attrs) => alongLastAxis('LogSoftmax', trace, logits, attrs.axis as number),

  ArgMax: (trace, { x }, attrs) => {
    const axis = util.parseAxisParam(attrs.axis as number, x.shape)[0];
    const shape = x.shape.filter((_, index) => index !== axis);
    const attributes: Record<string, Attribute> = { T: typeT(x.dtype), Tidx: intT, output_type: intT };
    return trace.emit('ArgMax', [x, intOf(trace, axis)], attributes, shape, 'int32');
  },

  OneHot: (trace, { indices }, attrs) => {
    const depth = attrs.depth as number;
    const on = trace.hold(trace.graph.scalar(attrs.onValue as number, 'float32'));
    const off = trace.hold(trace.graph.scalar(attrs.offValue as number, 'float32'));
    const attributes: Record<string, Attribute> = { T: floatT, TI: intT, axis: { kind: 'int', value: -1 } };
    return trace.emit(
      'OneHot',
      [indices, intOf(trace, depth), on, off],
      attributes,
      [...indices.shape, depth],
      'float32',
    );
  },
};
