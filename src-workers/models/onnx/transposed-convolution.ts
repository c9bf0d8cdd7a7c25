import { add, concat, pad, reshape, type Tensor, transpose } from '@tensorflow/tfjs-core';
import { intAttribute, intsAttribute, textAttribute } from '../../../src-files/onnx/attributes';
import { type Call, input } from './call';
import { cut } from './fold/shapes';
import { multiply } from './products';
import { channelsLast } from './value';
import { halved, placesOf, reachOf } from './windows';

/** How filters lie along one axis of the result. */
interface TransposedAxis {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
  /** What is cut off in front, and what is kept. */
  readonly before: number;
  readonly length: number;
}

/**
 * What a convolution's gradient does: each number of the input puts the filter, times itself, into the result. A block of
 * `stride` places a time is a product of all samples at once; blocks behind the first are added, shifted.
 * @param kernel [samples or 1, ...sizes, out of a group, in]
 * @returns [samples or 1, items, ...places, out]
 */
export function transposedConvolution(call: Call, kernel: Tensor): Tensor {
  const x = channelsLast(input(call, 0));
  const axes = transposedAxes(call, kernel.shape.slice(1, -2));
  const groups = intAttribute(call.node, 'group', 1);
  const dense = axes.reduce((rest, { dilation }, at) => withGaps(rest, at + 1, dilation), kernel);
  const length = x.shape[x.rank - 1] / groups;
  const parts = Array.from({ length: groups }, (_, group) =>
    ofGroup(
      cut(x, x.rank - 1, group * length, length),
      cut(dense, dense.rank - 1, group * length, length),
      axes,
    ),
  );
  return groups === 1 ? parts[0] : concat(parts, parts[0].rank - 1);
}

function transposedAxes(call: Call, sizes: readonly number[]): readonly TransposedAxis[] {
  const { node } = call;
  const of = (name: string, otherwise: number) => intsAttribute(node, name) ?? sizes.map(() => otherwise);
  const [strides, dilations, more] = [of('strides', 1), of('dilations', 1), of('output_padding', 0)];
  const wanted = intsAttribute(node, 'output_shape');
  const automatic = textAttribute(node, 'auto_pad', 'NOTSET');
  const pads = intsAttribute(node, 'pads') ?? [];
  return placesOf(call).map((places, at) => {
    const axis = { size: sizes[at], stride: strides[at], dilation: dilations[at] };
    const whole = (places - 1) * axis.stride + more[at] + reachOf(axis);
    const isSame = automatic.startsWith('SAME');
    const length = wanted?.at(at - sizes.length) ?? (isSame ? places * axis.stride : undefined);
    if (length !== undefined)
      return { ...axis, length, ...halved(Math.max(whole - length, 0), automatic !== 'SAME_UPPER') };
    const [before, after] = automatic === 'VALID' ? [0, 0] : [pads[at] ?? 0, pads[at + pads.length / 2] ?? 0];
    return { ...axis, before, length: whole - before - after };
  });
}

/** Filters with zeros between their numbers. */
function withGaps(kernel: Tensor, at: number, dilation: number): Tensor {
  const size = kernel.shape[at];
  if (dilation === 1 || size === 1) return kernel;
  const [before, after] = [kernel.shape.slice(0, at), kernel.shape.slice(at + 1)];
  const single = reshape(kernel, [...before, size, 1, ...after]);
  const wide = pad(
    single,
    single.shape.map((_, axis): [number, number] => [0, axis === at + 1 ? dilation - 1 : 0]),
  );
  return cut(reshape(wide, [...before, size * dilation, ...after]), at, 0, (size - 1) * dilation + 1);
}

function ofGroup(x: Tensor, kernel: Tensor, axes: readonly TransposedAxis[]): Tensor {
  const counts = axes.map(({ stride }, at) => Math.ceil(kernel.shape[at + 1] / stride));
  const sides = axes.map(({ stride }, at): [number, number] => [
    0,
    counts[at] * stride - kernel.shape[at + 1],
  ]);
  const whole = padIfAny(kernel, [[0, 0], ...sides, [0, 0], [0, 0]]);
  const shifted = everyPlace(counts).map((place) => {
    const part = axes.reduce((rest, { stride }, at) => cut(rest, at + 1, place[at] * stride, stride), whole);
    const shifts = axes.map(({ stride }, at): [number, number] => [
      place[at] * stride,
      (counts[at] - 1 - place[at]) * stride,
    ]);
    return padIfAny(block(x, part), [[0, 0], [0, 0], ...shifts, [0, 0]]);
  });
  return axes.reduce(
    (rest, axis, at) => kept(rest, at + 2, axis),
    shifted.reduce((sum, one) => add(sum, one)),
  );
}

/** Each number of the input becomes one block: no two overlap. */
function block(x: Tensor, kernel: Tensor): Tensor {
  const [samples, items, ...rest] = x.shape;
  const [lengths, inputs] = [rest.slice(0, -1), rest[rest.length - 1]];
  const [filters, ...shape] = kernel.shape;
  const [strides, outputs] = [shape.slice(0, -2), shape[shape.length - 2]];
  const columns = transpose(reshape(kernel, [filters, kernel.size / (filters * inputs), inputs]), [0, 2, 1]);
  const product = multiply(reshape(x, [samples, x.size / (samples * inputs), inputs]), columns);
  const all = product.shape[0];
  const order = lengths.flatMap((_, axis) => [1 + axis, 1 + lengths.length + axis]);
  const parts = reshape(product, [all * items, ...lengths, ...strides, outputs]);
  const inPlace = transpose(parts, [0, ...order, parts.rank - 1]);
  return reshape(inPlace, [all, items, ...lengths.map((length, axis) => length * strides[axis]), outputs]);
}

/** What of the whole result is asked for; where that is more, zeros. */
function kept(x: Tensor, at: number, { before, length }: TransposedAxis): Tensor {
  const missing = Math.max(before + length - x.shape[at], 0);
  const whole = padIfAny(
    x,
    x.shape.map((_, axis): [number, number] => [0, axis === at ? missing : 0]),
  );
  return cut(whole, at, before, length);
}

function padIfAny(x: Tensor, sides: readonly [number, number][]): Tensor {
  return sides.every(([before, after]) => before === 0 && after === 0) ? x : pad(x, [...sides]);
}

/** All places of a grid. */
function everyPlace(counts: readonly number[]): readonly (readonly number[])[] {
  return counts.reduce<readonly (readonly number[])[]>(
    (places, count) =>
      places.flatMap((place) => Array.from({ length: count }, (_, next) => [...place, next])),
    [[]],
  );
}
