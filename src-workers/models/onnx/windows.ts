import { pad, reshape, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { intAttribute, intsAttribute, textAttribute } from '../../../src-files/onnx/attributes';
import type { OnnxNode } from '../../../src-files/onnx/network-file';
import { type Call, input, refusal } from './call';
import { taken } from './fold/shapes';
import { shapeOf } from './value';

/** How a window lies along one axis of a picture, a series or a volume. */
export interface WindowAxis {
  /** Numbers that a window takes. */
  readonly size: number;
  readonly stride: number;
  /** From one number of a window to the next. */
  readonly dilation: number;
  /** Padding in front of the first number, and behind the last. */
  readonly before: number;
  readonly after: number;
}

/** An axis that is no axis: of length 1. */
export const noAxis: WindowAxis = { size: 1, stride: 1, dilation: 1, before: 0, after: 0 };

/** From a window's first number to its last. */
export function reachOf({ size, dilation }: Pick<WindowAxis, 'size' | 'dilation'>): number {
  return (size - 1) * dilation + 1;
}

/** Lengths of the axes that windows slide along: [items, channels, ...places] in ONNX. */
export function placesOf(call: Call): readonly number[] {
  const [, , ...places] = shapeOf(input(call, 0));
  if (places.length >= 1 && places.length <= 3) return places;
  throw refusal(
    call.node,
    `works along ${places.length} axes, and there are series, pictures and volumes here`,
  );
}

/**
 * The windows of a convolution or pooling.
 * @param sizes where the node does not say them itself
 */
export function windowAxes(call: Call, sizes?: readonly number[]): readonly WindowAxis[] {
  const lengths = placesOf(call);
  const of = (name: string) => intsAttribute(call.node, name) ?? lengths.map(() => 1);
  const size = intsAttribute(call.node, 'kernel_shape') ?? sizes ?? of('kernel_shape');
  const [strides, dilations] = [of('strides'), of('dilations')];
  const isRoundedUp = intAttribute(call.node, 'ceil_mode', 0) !== 0;
  return lengths.map((length, at) => {
    const axis = { size: size[at], stride: strides[at], dilation: dilations[at] };
    const padded = { ...axis, ...paddingOf(call.node, at, length, axis) };
    return isRoundedUp ? { ...padded, after: padded.after + roundedUp(length, padded) } : padded;
  });
}

function paddingOf(
  node: OnnxNode,
  at: number,
  length: number,
  axis: Pick<WindowAxis, 'size' | 'stride' | 'dilation'>,
): Pick<WindowAxis, 'before' | 'after'> {
  const automatic = textAttribute(node, 'auto_pad', 'NOTSET');
  if (automatic === 'VALID') return { before: 0, after: 0 };
  if (automatic === 'NOTSET' || automatic === '') {
    const pads = intsAttribute(node, 'pads') ?? [];
    return { before: pads[at] ?? 0, after: pads[at + pads.length / 2] ?? 0 };
  }
  const total = (Math.ceil(length / axis.stride) - 1) * axis.stride + reachOf(axis) - length;
  return halved(Math.max(total, 0), automatic === 'SAME_LOWER');
}

/** Padding that both sides share; the odd one goes behind, or in front. */
export function halved(total: number, isMoreBefore: boolean): Pick<WindowAxis, 'before' | 'after'> {
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return isMoreBefore ? { before: more, after: less } : { before: less, after: more };
}

/** Further padding for a last window that is not whole; one that would begin behind the last number is none. */
function roundedUp(length: number, axis: WindowAxis): number {
  const whole = length + axis.before + axis.after;
  const count = Math.ceil((whole - reachOf(axis)) / axis.stride) + 1;
  const begins = (count - 1) * axis.stride;
  const kept = begins >= length + axis.before ? begins - axis.stride : begins;
  return Math.max(kept + reachOf(axis) - whole, 0);
}

/** @param x [samples or 1, items, ...places, channels] */
export function padded(x: Tensor, axes: readonly WindowAxis[], value = 0): Tensor {
  if (axes.every(({ before, after }) => before === 0 && after === 0)) return x;
  const none: [number, number] = [0, 0];
  const sides = axes.map(({ before, after }): [number, number] => [Math.max(before, 0), Math.max(after, 0)]);
  return pad(x, [none, none, ...sides, none], value);
}

/** @param x of one sample, [items, height, width, channels] */
export function paddedAlone(x: Tensor4D, axes: readonly WindowAxis[]): Tensor4D {
  const whole = padded(reshape(x, [1, ...x.shape]), axes);
  return reshape(whole, whole.shape.slice(1) as [number, number, number, number]);
}

/** How many windows there are along an axis that is padded already. */
export function windowCount(length: number, axis: WindowAxis): number {
  return Math.floor((length - reachOf(axis)) / axis.stride) + 1;
}

/** The first number of each window along an axis, then the second, ...: one tensor each. */
export function tapsAlong(x: Tensor, at: number, axis: WindowAxis): Tensor[] {
  const count = windowCount(x.shape[at], axis);
  return Array.from({ length: axis.size }, (_, tap) =>
    taken(
      x,
      at,
      Array.from({ length: count }, (_window, window) => tap * axis.dilation + window * axis.stride),
    ),
  );
}
