import {
  add,
  avgPool,
  concat,
  conv2d,
  depthwiseConv2d,
  maxPool,
  mul,
  pad,
  reshape,
  slice,
  stack,
  type Tensor,
  type Tensor4D,
  tensor4d,
} from '@tensorflow/tfjs-core';
import { intAttribute, intsAttribute, textAttribute } from '../../../src-files/onnx/attributes';
import type { OnnxNode } from '../../../src-files/onnx/network-file';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { samplesOf } from '../convolution';
import { type Call, input, type Operator, refusal } from './call';
import { channelsLast, computed, inOrder, moved, shapeOf, type Value } from './value';

/** Operators that slide a window over pictures, [items, channels, height, width] in ONNX. */
export const pictureOperators: { readonly [Name in OperatorName]?: Operator } = {
  AveragePool: (call) => averagePool(call),
  Conv: (call) => convolve(call),
  MaxPool: (call) => {
    const window = windowOf(call);
    return pooled(call, (x) => maxPool(padded(x, window, lowest), window.size, window.strides, 'valid'));
  },
};

/** Below all that a network computes; minus infinity times zero would be no number. */
const lowest = -3e38;

interface Window {
  readonly size: [number, number];
  readonly strides: [number, number];
  readonly dilations: [number, number];
  /** Above, left, below, right. */
  readonly pads: readonly number[];
}

function windowOf({ node, inputs: [x, kernel] }: Call, size = intsAttribute(node, 'kernel_shape')): Window {
  const [, , height, width] = x ? shapeOf(x) : [];
  if (!x || shapeOf(x).length !== 4)
    throw refusal(node, 'works on something else than pictures, which is not done here');
  const [, , rows, columns] = kernel ? shapeOf(kernel) : [];
  const kernelSize = pairOf(size ?? [rows, columns]);
  const strides = pairOf(intsAttribute(node, 'strides'));
  const dilations = pairOf(intsAttribute(node, 'dilations'));
  if (intAttribute(node, 'ceil_mode', 0) !== 0 && !isEven(node, [height, width], kernelSize, strides))
    throw refusal(node, 'rounds up the number of windows (ceil_mode), which is not done here');
  const pads = padsOf(node, [height, width], kernelSize, strides, dilations);
  return { size: kernelSize, strides, dilations, pads };
}

function pairOf(given: readonly number[] | undefined): [number, number] {
  return given ? [given[0], given[1]] : [1, 1];
}

/** Whether windows end where the picture does, so that it is all the same how their number is rounded. */
function isEven(node: OnnxNode, lengths: number[], size: number[], strides: number[]): boolean {
  const pads = intsAttribute(node, 'pads') ?? [0, 0, 0, 0];
  return lengths.every(
    (length, axis) => (length + pads[axis] + pads[axis + 2] - size[axis]) % strides[axis] === 0,
  );
}

function padsOf(
  node: OnnxNode,
  lengths: readonly number[],
  size: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): readonly number[] {
  const automatic = textAttribute(node, 'auto_pad', 'NOTSET');
  if (automatic === 'VALID') return [0, 0, 0, 0];
  if (automatic === 'NOTSET' || automatic === '') return intsAttribute(node, 'pads') ?? [0, 0, 0, 0];
  const both = lengths.map((length, axis) => {
    const reach = (size[axis] - 1) * dilations[axis] + 1;
    const total = Math.max((Math.ceil(length / strides[axis]) - 1) * strides[axis] + reach - length, 0);
    const less = Math.floor(total / 2);
    return automatic === 'SAME_LOWER' ? [total - less, less] : [less, total - less];
  });
  return [both[0][0], both[1][0], both[0][1], both[1][1]];
}

function padded(x: Tensor4D, { pads: [above, left, below, right] }: Window, value = 0): Tensor4D {
  if (above + left + below + right === 0) return x;
  return pad(
    x,
    [
      [0, 0],
      [above, below],
      [left, right],
      [0, 0],
    ],
    value,
  );
}

/** The pictures of all samples one behind the other. */
function pooled({ node, inputs, surroundings }: Call, compute: (x: Tensor4D) => Tensor4D): Value {
  const call = { node, inputs, surroundings, layer: undefined };
  if (windowOf(call).dilations.some((dilation) => dilation !== 1))
    throw refusal(node, 'has gaps in its windows (dilations), which is not done here');
  return computed(ofAllSamples(channelsLast(input(call, 0)), compute), true);
}

/** @param x [samples or 1, items, height, width, channels] */
function ofAllSamples(x: Tensor, compute: (pictures: Tensor4D) => Tensor4D): Tensor {
  const [samples, items, ...shape] = x.shape;
  const out = compute(reshape(x, [samples * items, ...shape] as [number, number, number, number]));
  return reshape(out, [samples, items, ...out.shape.slice(1)]);
}

function averagePool(call: Call): Value {
  const window = windowOf(call);
  const countsPadding = intAttribute(call.node, 'count_include_pad', 0) !== 0;
  return pooled(call, (x) => {
    const mean = avgPool(padded(x, window), window.size, window.strides, 'valid');
    return countsPadding || window.pads.every((one) => one === 0)
      ? mean
      : mul(mean, shareInside(x, mean, window));
  });
}

/** What a mean over a window must be multiplied by to be one over what is no padding, [1, height, width, 1]. */
function shareInside(x: Tensor4D, { shape }: Tensor4D, { size, strides, pads }: Window): Tensor4D {
  const along = (axis: 0 | 1) =>
    Array.from({ length: shape[axis + 1] }, (_, place) => {
      const start = place * strides[axis] - pads[axis];
      const inside = Math.min(start + size[axis], x.shape[axis + 1]) - Math.max(start, 0);
      return size[axis] / inside;
    });
  const [rows, columns] = [along(0), along(1)];
  const values = rows.flatMap((row) => columns.map((column) => row * column));
  return tensor4d(values, [1, rows.length, columns.length, 1]);
}

function convolve(call: Call): Value {
  const { node, layer, surroundings } = call;
  const kernel = layer ? surroundings.layers.weight(`${layer.layer}.weight`) : kernelOf(call);
  const window = windowOf(call, intsAttribute(node, 'kernel_shape') ?? kernel.shape.slice(1, 3));
  const x = channelsLast(input(call, 0));
  // TensorFlow.js has no gradient of it.
  if (window.dilations.some((dilation) => dilation !== 1))
    throw refusal(node, 'has gaps in its filters (dilations), which is not done here yet');
  const groups = intAttribute(node, 'group', 1);
  const out = convolved(x, kernel, (pictures, filter) =>
    convolvedGroups(padded(pictures, window), filter, groups, window.strides),
  );
  const bias = layer?.hasBias ? surroundings.layers.weight(`${layer.layer}.bias`) : biasOf(call);
  if (!bias) return computed(out, true);
  return computed(add(out, reshape(bias, [bias.shape[0], 1, 1, 1, bias.size / bias.shape[0]])), true);
}

/** A kernel that is computed or known, [samples or 1, height, width, in, out]. */
function kernelOf(call: Call): Tensor {
  return moved(inOrder(input(call, 1)), [0, 3, 4, 2, 1]);
}

function biasOf({ inputs: [, , bias], layer }: Call): Tensor | undefined {
  return bias && !layer ? inOrder(bias) : undefined;
}

/** Groups of channels that do not see each other; where each channel is one, at once. */
function convolvedGroups(x: Tensor4D, filter: Tensor4D, groups: number, strides: [number, number]): Tensor4D {
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
  const [items, rows, columns, channels] = x.shape;
  const length = channels / groups;
  return slice(x, [0, 0, 0, group * length], [items, rows, columns, length]);
}

/** Each sample with its own filters, or all with the same at once. */
function convolved(
  x: Tensor,
  kernel: Tensor,
  convolution: (pictures: Tensor4D, filter: Tensor4D) => Tensor4D,
): Tensor {
  const [first, ...others] = samplesOf(kernel) as Tensor4D[];
  if (others.length === 0) return ofAllSamples(x, (pictures) => convolution(pictures, first));
  const sets = samplesOf(x) as Tensor4D[];
  return stack([first, ...others].map((filter, sample) => convolution(sets[sample % sets.length], filter)));
}
