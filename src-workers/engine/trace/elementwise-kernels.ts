import { backend_util, type DataType, type TensorInfo } from '@tensorflow/tfjs-core';
import { floatT, type KernelTable, typeT } from './kernel-table';
import { biasedRelu, residualSum } from './residual-sum';

/** tfjs kernel name -> TensorFlow operation, for kernels that keep shape and type. */
const unary: Readonly<Record<string, string>> = {
  Abs: 'Abs',
  Cos: 'Cos',
  Erf: 'Erf',
  Exp: 'Exp',
  Expm1: 'Expm1',
  Floor: 'Floor',
  Log: 'Log',
  Log1p: 'Log1p',
  Neg: 'Neg',
  Reciprocal: 'Reciprocal',
  Rsqrt: 'Rsqrt',
  Sigmoid: 'Sigmoid',
  Sign: 'Sign',
  Sin: 'Sin',
  Softplus: 'Softplus',
  Sqrt: 'Sqrt',
  Square: 'Square',
  Tanh: 'Tanh',
  ZerosLike: 'ZerosLike',
  OnesLike: 'OnesLike',
};

/** Binary kernels that broadcast; the result's type is the wider of the two. */
const binary: Readonly<Record<string, string>> = {
  Maximum: 'Maximum',
  Minimum: 'Minimum',
  Multiply: 'Mul',
  Pow: 'Pow',
  RealDiv: 'RealDiv',
  SquaredDifference: 'SquaredDifference',
  Sub: 'Sub',
};

const comparisons: Readonly<Record<string, string>> = {
  Equal: 'Equal',
  Greater: 'Greater',
  GreaterEqual: 'GreaterEqual',
  Less: 'Less',
  LessEqual: 'LessEqual',
  NotEqual: 'NotEqual',
};

const broadcast = (a: TensorInfo, b: TensorInfo): number[] =>
  backend_util.assertAndGetBroadcastShape(a.shape, b.shape);

export const elementwiseKernels: KernelTable = {
  ...Object.fromEntries(
    Object.entries(unary).map(([kernel, op]) => [
      kernel,
      (trace, inputs) => {
        const x = inputs.x ?? inputs.a;
        return trace.emit(op, [x], { T: typeT(x.dtype) }, x.shape, x.dtype);
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(binary).map(([kernel, op]) => [
      kernel,
      (trace, { a, b }) => {
        const dtype = backend_util.upcastType(a.dtype, b.dtype);
        return trace.emit(op, [a, b], { T: typeT(dtype) }, broadcast(a, b), dtype);
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(comparisons).map(([kernel, op]) => [
      kernel,
      (trace, { a, b }) => trace.emit(op, [a, b], { T: typeT(a.dtype) }, broadcast(a, b), 'bool'),
    ]),
  ),

  Add: (trace, { a, b }) => {
    const dtype = backend_util.upcastType(a.dtype, b.dtype);
    const added = residualSum(trace, a, b);
    return added ?? trace.emit('AddV2', [a, b], { T: typeT(dtype) }, broadcast(a, b), dtype);
  },

  Relu: (trace, { x }) =>
    biasedRelu(trace, x) ?? trace.emit('Relu', [x], { T: typeT(x.dtype) }, x.shape, x.dtype),

  IsNan: (trace, { x }) => trace.emit('IsNan', [x], { T: typeT(x.dtype) }, x.shape, 'bool'),

  LogicalNot: (trace, { x }) => trace.emit('LogicalNot', [x], {}, x.shape, 'bool'),

  AddN: (trace, inputs) => {
    const all = Object.values(inputs);
    const [first] = all;
    const attributes = { N: { kind: 'int', value: all.length } as const, T: typeT(first.dtype) };
    return trace.emit('AddN', all, attributes, first.shape, first.dtype);
  },

  Cast: (trace, { x }, attrs) => {
    const dtype = attrs.dtype as DataType;
    const attributes = { SrcT: typeT(x.dtype), DstT: typeT(dtype) };
    return trace.emit('Cast', [x], attributes, x.shape, dtype);
  },

  Identity: (trace, { x }) => {
    trace.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  },

  ReluGrad: (trace, { gradient, y }) =>
    trace.emit('ReluGrad', [gradient, y], { T: floatT }, y.shape, 'float32'),
  SigmoidGrad: (trace, { gradient, y }) =>
    trace.emit('SigmoidGrad', [y, gradient], { T: floatT }, y.shape, 'float32'),
  TanhGrad: (trace, { gradient, y }) =>
    trace.emit('TanhGrad', [y, gradient], { T: floatT }, y.shape, 'float32'),

  /** 1 where x > 0, else `alpha`: with alpha 0 a comparison and a cast. */
  Step: (trace, { x }, attrs) => {
    if (attrs.alpha !== 0) throw new Error('A traced step function must have alpha 0.');
    const zero = trace.hold(trace.graph.scalar(0, 'float32'));
    const positive = trace.emit('Greater', [x, zero], { T: floatT }, x.shape, 'bool');
    return trace.emit('Cast', [positive], { SrcT: typeT('bool'), DstT: floatT }, x.shape, 'float32');
  },

  Select: (trace, { condition, t, e }) =>
    trace.emit('SelectV2', [condition, t, e], { T: typeT(t.dtype) }, broadcast(t, e), t.dtype),
};
