import type { Attribute, GraphNode } from '../../engine/graph/graph-builder';
import type { OnnxBuilder } from './onnx-builder';
import { onnxTypes } from './onnx-node';

/** Writes one operation of TensorFlow into an ONNX graph. Its first output keeps TensorFlow's name. */
export type Translation = (onnx: OnnxBuilder, node: GraphNode) => void;

/** Operations that both have, with the same inputs and meaning. */
const alike: Readonly<Record<string, string>> = {
  Abs: 'Abs',
  AddV2: 'Add',
  Cos: 'Cos',
  Equal: 'Equal',
  Erf: 'Erf',
  Exp: 'Exp',
  Floor: 'Floor',
  Greater: 'Greater',
  GreaterEqual: 'GreaterOrEqual',
  Identity: 'Identity',
  IsNan: 'IsNaN',
  Less: 'Less',
  LessEqual: 'LessOrEqual',
  Log: 'Log',
  LogicalNot: 'Not',
  Maximum: 'Max',
  Minimum: 'Min',
  Mul: 'Mul',
  Neg: 'Neg',
  Pow: 'Pow',
  RealDiv: 'Div',
  Reciprocal: 'Reciprocal',
  Relu: 'Relu',
  SelectV2: 'Where',
  Sigmoid: 'Sigmoid',
  Sign: 'Sign',
  Sin: 'Sin',
  Softplus: 'Softplus',
  Sqrt: 'Sqrt',
  Sub: 'Sub',
  Tanh: 'Tanh',
};

const reductions: Readonly<Record<string, string>> = {
  Max: 'ReduceMax',
  Mean: 'ReduceMean',
  Min: 'ReduceMin',
  Sum: 'ReduceSum',
};

/** Beyond the end of any tensor: all there is. */
const toTheEnd = 2 ** 53 - 1;

const toChannelsFirst = [0, 3, 1, 2];
const toChannelsLast = [0, 2, 3, 1];

export const translations: Readonly<Record<string, Translation>> = {
  ...Object.fromEntries(
    Object.entries(alike).map(([operation, op]): [string, Translation] => [
      operation,
      (onnx, { name, inputs }) => onnx.add(op, inputs, {}, first(name)),
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(reductions).map(([operation, op]): [string, Translation] => [
      operation,
      (onnx, { name, inputs: [x, axes], attributes }) =>
        onnx.add(
          op,
          [x, onnx.longs(onnx.integers(axes))],
          { keepdims: isSet(attributes.keep_dims) ? 1 : 0 },
          first(name),
        ),
    ]),
  ),

  Const: (onnx, node) => onnx.take(node),

  BatchMatMulV2: (onnx, { name, inputs: [a, b], attributes }) => {
    const left = isSet(attributes.adj_x) ? transposed(onnx, a) : a;
    const right = isSet(attributes.adj_y) ? transposed(onnx, b) : b;
    onnx.add('MatMul', [left, right], {}, first(name));
  },

  Cast: (onnx, { name, inputs, attributes: { DstT } }) => {
    if (DstT.kind !== 'type' || DstT.type === 'resource') throw new Error(`${name} casts to no number.`);
    onnx.add('Cast', inputs, { to: onnxTypes[DstT.type] }, first(name));
  },

  ConcatV2: (onnx, { name, inputs }) => {
    const [axis] = onnx.integers(inputs[inputs.length - 1]);
    onnx.add('Concat', inputs.slice(0, -1), { axis }, first(name));
  },

  Conv2D: (onnx, { name, inputs: [x, filter], attributes }) => {
    const images = onnx.add('Transpose', [x], { perm: toChannelsFirst });
    const kernels = onnx.add('Transpose', [filter], { perm: [3, 2, 0, 1] });
    const result = onnx.add('Conv', [images, kernels], windowAttributes(attributes));
    onnx.add('Transpose', [result], { perm: toChannelsLast }, first(name));
  },

  DepthwiseConv2dNative: (onnx, { name, inputs: [x, filter], attributes }) => {
    const [rows, columns, channels, each] = onnx.outputOf(filter.replace(/:\d+$/, '')).shape;
    const images = onnx.add('Transpose', [x], { perm: toChannelsFirst });
    const rowsOfOutputs = onnx.add('Transpose', [filter], { perm: [2, 3, 0, 1] });
    const kernels = onnx.add('Reshape', [rowsOfOutputs, onnx.longs([channels * each, 1, rows, columns])]);
    const result = onnx.add('Conv', [images, kernels], { ...windowAttributes(attributes), group: channels });
    onnx.add('Transpose', [result], { perm: toChannelsLast }, first(name));
  },

  Expm1: (onnx, { name, inputs }) => {
    onnx.add('Sub', [onnx.add('Exp', inputs), onnx.float(1)], {}, first(name));
  },

  Fill: (onnx, { name, inputs: [shape, value] }) => {
    onnx.add('Expand', [value, onnx.longs(onnx.integers(shape))], {}, first(name));
  },

  GatherV2: (onnx, { name, inputs: [x, indices, axis] }) => {
    onnx.add('Gather', [x, indices], { axis: onnx.integers(axis)[0] }, first(name));
  },

  Log1p: (onnx, { name, inputs: [x] }) => {
    onnx.add('Log', [onnx.add('Add', [x, onnx.float(1)])], {}, first(name));
  },

  LogSoftmax: (onnx, { name, inputs }) => onnx.add('LogSoftmax', inputs, { axis: -1 }, first(name)),

  AvgPool: pooling('AveragePool'),

  MaxPool: pooling('MaxPool'),

  NotEqual: (onnx, { name, inputs }) => onnx.add('Not', [onnx.add('Equal', inputs)], {}, first(name)),

  Pack: (onnx, { name, inputs, attributes: { axis } }) => {
    const at = axis.kind === 'int' ? axis.value : 0;
    const parts = inputs.map((input) => onnx.add('Unsqueeze', [input, onnx.longs([at])]));
    onnx.add('Concat', parts, { axis: at }, first(name));
  },

  PadV2: (onnx, { name, inputs: [x, paddings, value] }) => {
    const pairs = onnx.integers(paddings);
    const before = pairs.filter((_, at) => at % 2 === 0);
    const after = pairs.filter((_, at) => at % 2 === 1);
    onnx.add('Pad', [x, onnx.longs([...before, ...after]), value], {}, first(name));
  },

  RandomStandardNormal: (onnx, { name, inputs: [shape] }) =>
    onnx.add('RandomNormal', [], { shape: onnx.integers(shape), mean: 0, scale: 1 }, first(name)),

  RandomUniform: (onnx, { name, inputs: [shape] }) =>
    onnx.add('RandomUniform', [], { shape: onnx.integers(shape), low: 0, high: 1 }, first(name)),

  Reshape: (onnx, { name, inputs: [x, shape] }) =>
    onnx.add('Reshape', [x, onnx.longs(onnx.integers(shape))], {}, first(name)),

  Rsqrt: (onnx, { name, inputs }) => onnx.add('Reciprocal', [onnx.add('Sqrt', inputs)], {}, first(name)),

  Slice: (onnx, { name, inputs: [x, begin, size] }) => {
    const starts = onnx.integers(begin);
    const ends = onnx.integers(size).map((length, axis) => (length < 0 ? toTheEnd : starts[axis] + length));
    onnx.add('Slice', [x, onnx.longs(starts), onnx.longs(ends)], {}, first(name));
  },

  Softmax: (onnx, { name, inputs }) => onnx.add('Softmax', inputs, { axis: -1 }, first(name)),

  SplitV: (onnx, { name, inputs: [x, sizes, axis] }) => {
    const lengths = onnx.integers(sizes);
    const inputs = [x, onnx.longs(lengths)];
    const parts = onnx.addMany('Split', inputs, { axis: onnx.integers(axis)[0] }, lengths.length);
    parts.forEach((part, index) => {
      onnx.add('Identity', [part], {}, `${name}:${index}`);
    });
  },

  Square: (onnx, { name, inputs: [x] }) => onnx.add('Mul', [x, x], {}, first(name)),

  SquaredDifference: (onnx, { name, inputs }) => {
    const difference = onnx.add('Sub', inputs);
    onnx.add('Mul', [difference, difference], {}, first(name));
  },

  Tile: (onnx, { name, inputs: [x, repeats] }) =>
    onnx.add('Tile', [x, onnx.longs(onnx.integers(repeats))], {}, first(name)),

  Transpose: (onnx, { name, inputs: [x, order] }) =>
    onnx.add('Transpose', [x], { perm: onnx.integers(order) }, first(name)),

  Unpack: (onnx, { name, inputs, attributes: { num, axis } }) => {
    if (num.kind !== 'int') throw new Error(`${name} has no number of parts.`);
    const at = axis.kind === 'int' ? axis.value : 0;
    const parts = onnx.addMany('Split', inputs, { axis: at, num_outputs: num.value }, num.value);
    parts.forEach((part, index) => {
      onnx.add('Squeeze', [part, onnx.longs([at])], {}, `${name}:${index}`);
    });
  },

  // Zero unless told otherwise; a product with 0 would keep what is no number.
  ZerosLike: (onnx, { name, inputs }) =>
    onnx.add('ConstantOfShape', [onnx.add('Shape', inputs)], {}, first(name)),
};

/** Padding, where there is any, counts for nothing in both. */
function pooling(op: 'AveragePool' | 'MaxPool'): Translation {
  return (onnx, { name, inputs: [x], attributes }) => {
    const images = onnx.add('Transpose', [x], { perm: toChannelsFirst });
    const kernel = { kernel_shape: ints(attributes.ksize).slice(1, 3) };
    const result = onnx.add(op, [images], { ...windowAttributes(attributes), ...kernel });
    onnx.add('Transpose', [result], { perm: toChannelsLast }, first(name));
  };
}

function first(name: string): string {
  return `${name}:0`;
}

function isSet(attribute: Attribute | undefined): boolean {
  return attribute?.kind === 'bool' && attribute.value;
}

function ints(attribute: Attribute): readonly number[] {
  if (attribute.kind !== 'ints') throw new Error('An attribute is no list of integers.');
  return attribute.values;
}

/** Strides and padding of a convolution or pooling; TensorFlow's SAME puts the odd one at the end, as SAME_UPPER does. */
function windowAttributes({ strides, padding }: GraphNode['attributes']) {
  const isSame = padding.kind === 'string' && padding.value === 'SAME';
  return { strides: ints(strides).slice(1, 3), auto_pad: isSame ? 'SAME_UPPER' : 'VALID' };
}

function transposed(onnx: OnnxBuilder, value: string): string {
  const { length } = onnx.outputOf(value.replace(/:\d+$/, '')).shape;
  const axes = Array.from({ length }, (_, axis) => axis);
  return onnx.add('Transpose', [value], { perm: [...axes.slice(0, -2), length - 1, length - 2] });
}
