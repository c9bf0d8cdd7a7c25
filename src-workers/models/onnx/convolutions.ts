import {
  add,
  concat,
  conv2d,
  depthwiseConv2d,
  mul,
  pad,
  reshape,
  stack,
  type Tensor,
  type Tensor4D,
  transpose,
} from '@tensorflow/tfjs-core';
import { intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { samplesOf } from '../convolution';
import { batchNormalised, factorAndShift } from './batch-norm';
import { type Call, input, type Operator } from './call';
import { cut, taken } from './fold/shapes';
import { multiply } from './products';
import { transposedConvolution } from './transposed-convolution';
import { apart, channelsLast, computed, inOrder, moved, samplesApart, type Value } from './value';
import { noAxis, padded, paddedAlone, reachOf, tapsAlong, type WindowAxis, windowAxes } from './windows';

/** Operators that slide filters over series, pictures and volumes, [items, channels, ...places] in ONNX. */
export const convolutionOperators: { readonly [Name in OperatorName]?: Operator } = {
  Conv: (call) => convolution(call),
  ConvTranspose: (call) => {
    const bias = biasOf(call);
    const out = transposedConvolution(call, kernelOf(call));
    return computed(bias ? add(out, along(bias, out.rank)) : out, true);
  },
};

/** With a normalisation behind it that is a factor and a shift of each channel: both become part of filters and biases. */
function convolution(call: Call): Value {
  const kernel = kernelOf(call);
  const bias = biasOf(call);
  const { norm } = call;
  if (!norm) return convolve(call, kernel, bias);
  const affine = factorAndShift(norm);
  // Filters that all samples share stay so.
  if (!affine || affine.factor.shape[0] > kernel.shape[0])
    return batchNormalised({ ...norm, inputs: [convolve(call, kernel, bias), ...norm.inputs.slice(1)] });
  const { factor, shift } = affine;
  const whole = bias ? add(mul(bias, factor), shift) : shift;
  return convolve(call, mul(kernel, along(factor, kernel.rank)), whole);
}

/** [samples or 1, ...sizes, in, out], the last two exchanged where the convolution is transposed. */
function kernelOf(call: Call): Tensor {
  const { layer, surroundings } = call;
  if (layer) return surroundings.layers.weight(`${layer.layer}.weight`);
  const kernel = inOrder(input(call, 1));
  const [samples, outputs, inputs, ...places] = kernel.shape.map((_, axis) => axis);
  return moved(kernel, [samples, ...places, inputs, outputs]);
}

/** [samples or 1, channels] */
function biasOf({ layer, surroundings, inputs }: Call): Tensor | undefined {
  if (layer) return layer.hasBias ? surroundings.layers.weight(`${layer.layer}.bias`) : undefined;
  return inputs[2] ? inOrder(inputs[2]) : undefined;
}

/** [samples or 1, channels] as [samples or 1, ..., channels] of that rank. */
function along(numbers: Tensor, rank: number): Tensor {
  const [samples] = numbers.shape;
  return reshape(numbers, [samples, ...Array<number>(rank - 2).fill(1), numbers.size / samples]);
}

function convolve(call: Call, kernel: Tensor, bias: Tensor | undefined): Value {
  const axes = windowAxes(call, kernel.shape.slice(1, -2));
  const groups = intAttribute(call.node, 'group', 1);
  const value = input(call, 0);
  if (axes.length === 2 && kernel.shape[0] > 1) return eachSample(value, { kernel, bias, axes, groups });
  const x = channelsLast(value);
  const out = convolved(x, kernel, axes, groups);
  return computed(bias ? add(out, along(bias, out.rank)) : out, true);
}

interface Filters {
  readonly kernel: Tensor;
  readonly bias: Tensor | undefined;
  readonly axes: readonly WindowAxis[];
  readonly groups: number;
}

/** Pictures whose samples have filters of their own. */
function eachSample(value: Value, { kernel, bias, axes, groups }: Filters): Value {
  const pictures = samplesApart(value).map((one) => paddedAlone(one, axes));
  const biases = bias && samplesOf(bias);
  const filters = samplesOf(kernel) as Tensor4D[];
  return apart(
    filters.map((filter, sample) => {
      const out = ofOneSample(pictures[sample % pictures.length], filter, axes, groups);
      return biases ? add(out, biases[sample % biases.length]) : out;
    }),
  );
}

function convolved(x: Tensor, kernel: Tensor, axes: readonly WindowAxis[], groups: number): Tensor {
  if (groups === 1 && axes.every(isPoint)) return products(x, kernel);
  const whole = padded(x, axes);
  if (axes.length === 1) return ofSeries(whole, kernel, axes[0], groups);
  if (axes.length === 3) return ofVolumes(whole, kernel, axes, groups);
  return ofPictures(whole, kernel, axes, groups);
}

function isPoint({ size, stride, before, after }: WindowAxis): boolean {
  return size === 1 && stride === 1 && before === 0 && after === 0;
}

/** Filters that see one place each: a product of all samples at once. */
function products(x: Tensor, kernel: Tensor): Tensor {
  const [samples, channels] = [x.shape[0], x.shape[x.rank - 1]];
  const outputs = kernel.shape[kernel.rank - 1];
  const rows = reshape(x, [samples, x.size / (samples * channels), channels]);
  const out = multiply(rows, reshape(kernel, [kernel.shape[0], channels, outputs]));
  return reshape(out, [out.shape[0], ...x.shape.slice(1, -1), outputs]);
}

/** A series is a picture of one row. */
function ofSeries(x: Tensor, kernel: Tensor, axis: WindowAxis, groups: number): Tensor {
  const [samples, items, length, channels] = x.shape;
  const rows = reshape(x, [samples, items, 1, length, channels]);
  const [filters, ...shape] = kernel.shape;
  const out = ofPictures(rows, reshape(kernel, [filters, 1, ...shape]), [noAxis, axis], groups);
  return reshape(out, [...out.shape.slice(0, 2), ...out.shape.slice(3)]);
}

/** Filters of volumes are pictures' filters at each of their depths, added up. */
function ofVolumes(
  x: Tensor,
  kernel: Tensor,
  [depth, ...rest]: readonly WindowAxis[],
  groups: number,
): Tensor {
  const parts = tapsAlong(x, 2, depth).map((tap, at) => {
    const [samples, items, depths, ...picture] = tap.shape;
    const [filters, , ...filter] = kernel.shape;
    const out = ofPictures(
      reshape(tap, [samples, items * depths, ...picture]),
      reshape(cut(kernel, 1, at, 1), [filters, ...filter]),
      rest,
      groups,
    );
    return reshape(out, [out.shape[0], items, depths, ...out.shape.slice(2)]);
  });
  return parts.reduce((sum, part) => add(sum, part));
}

/**
 * Each sample with its own filters, or all with the same at once.
 * @param x [samples or 1, items, height, width, channels], padded
 */
function ofPictures(x: Tensor, kernel: Tensor, axes: readonly WindowAxis[], groups: number): Tensor {
  const [first, ...others] = samplesOf(kernel) as Tensor4D[];
  if (others.length === 0) {
    const [samples, items, ...shape] = x.shape;
    const pictures: Tensor4D = reshape(x, [samples * items, ...shape] as [number, number, number, number]);
    const out = ofOneSample(pictures, first, axes, groups);
    return reshape(out, [samples, items, ...out.shape.slice(1)]);
  }
  const sets = samplesOf(x) as Tensor4D[];
  return stack(
    [first, ...others].map((filter, sample) => ofOneSample(sets[sample % sets.length], filter, axes, groups)),
  );
}

/** Filters with gaps: TensorFlow has no gradient of them on CPUs. */
function ofOneSample(x: Tensor4D, filter: Tensor4D, axes: readonly WindowAxis[], groups: number): Tensor4D {
  const strides = axes.map(({ stride }) => stride) as [number, number];
  if (axes.every(({ dilation, size }) => dilation === 1 || size === 1))
    return ofGroups(x, filter, groups, strides);
  const every = withGaps(x, filter, axes, groups);
  return axes.reduce<Tensor>((rest, { stride }, at) => {
    const count = Math.ceil(rest.shape[at + 1] / stride);
    return taken(
      rest,
      at + 1,
      Array.from({ length: count }, (_, place) => place * stride),
    );
  }, every) as Tensor4D;
}

/**
 * The numbers that lie a dilation apart are a picture of their own, on which the filter has no gaps: all these pictures one
 * behind the other.
 */
function withGaps(x: Tensor4D, filter: Tensor4D, axes: readonly WindowAxis[], groups: number): Tensor4D {
  const [items, height, width, channels] = x.shape;
  const [rows, columns] = axes.map(({ dilation, size }) => (size === 1 ? 1 : dilation));
  const [high, wide] = [Math.ceil(height / rows), Math.ceil(width / columns)];
  const none: [number, number] = [0, 0];
  const whole = pad(x, [none, [0, high * rows - height], [0, wide * columns - width], none]);
  const apart = transpose(reshape(whole, [items, high, rows, wide, columns, channels]), [2, 4, 0, 1, 3, 5]);
  const pictures = reshape(apart, [rows * columns * items, high, wide, channels]) as Tensor4D;
  const out = ofGroups(pictures, filter, groups, [1, 1]);
  const [, outHigh, outWide, outputs] = out.shape;
  const together = transpose(
    reshape(out, [rows, columns, items, outHigh, outWide, outputs]),
    [2, 3, 0, 4, 1, 5],
  );
  const back = reshape(together, [items, outHigh * rows, outWide * columns, outputs]);
  const [first, second] = axes.map((axis, at) => x.shape[at + 1] - reachOf(axis) + 1);
  return cut(cut(back, 1, 0, first), 2, 0, second) as Tensor4D;
}

/** Groups of channels that do not see each other; where each channel is one, at once. */
function ofGroups(x: Tensor4D, filter: Tensor4D, groups: number, strides: [number, number]): Tensor4D {
  const [height, width, inputs, outputs] = filter.shape;
  if (groups === 1) return conv2d(x, filter, strides, 'valid');
  if (inputs === 1) {
    const own: Tensor4D = reshape(filter, [height, width, groups, outputs / groups]);
    return depthwiseConv2d(x, own, strides, 'valid');
  }
  const parts = Array.from({ length: groups }, (_, group) =>
    conv2d(channelsOf(x, group, groups), channelsOf(filter, group, groups), strides, 'valid'),
  );
  return concat<Tensor4D>(parts, 3);
}

/** Those of one group, on the last axis. */
function channelsOf(x: Tensor4D, group: number, groups: number): Tensor4D {
  const length = x.shape[3] / groups;
  return cut(x, 3, group * length, length) as Tensor4D;
}
