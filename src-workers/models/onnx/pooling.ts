import {
  add,
  avgPool,
  maximum,
  maxPool,
  mul,
  reshape,
  type Tensor,
  type Tensor4D,
  tensor,
} from '@tensorflow/tfjs-core';
import { intAttribute } from '../../../src-files/onnx/attributes';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { type Call, input, type Operator, refusal } from './call';
import { bySample, type Value } from './value';
import { noAxis, padded, placesOf, tapsAlong, type WindowAxis, windowAxes, windowCount } from './windows';

/** Operators that make one number of each window. */
export const poolingOperators: { readonly [Name in OperatorName]?: Operator } = {
  AveragePool: (call) => averagePool(call),
  MaxPool: (call) => {
    if (call.node.outputs.length > 1)
      throw refusal(
        call.node,
        'gives the places of what is largest, which are whole numbers computed from the data',
      );
    const axes = windowAxes(call);
    return bySample(input(call, 0), (x) => pooled(padded(x, axes, lowest), axes, 'largest'));
  },
};

/** Below all that a network computes; minus infinity times zero would be no number. */
const lowest = -3e38;

type Pooling = 'largest' | 'mean';

/** @param x [samples or 1, items, ...places, channels], padded */
function pooled(x: Tensor, axes: readonly WindowAxis[], pooling: Pooling): Tensor {
  if (axes.some(({ dilation }) => dilation > 1))
    return axes.reduce((rest, axis, at) => pooledAlong(rest, at + 2, axis, pooling), x);
  if (axes.length === 3) {
    const [depth, ...rest] = axes;
    return pooledPictures(pooledAlong(x, 2, depth, pooling), rest, pooling);
  }
  return pooledPictures(x, axes.length === 1 ? [noAxis, ...axes] : axes, pooling);
}

function pooledAlong(x: Tensor, at: number, axis: WindowAxis, pooling: Pooling): Tensor {
  const taps = tapsAlong(x, at, axis);
  if (pooling === 'largest') return taps.reduce((largest, tap) => maximum(largest, tap));
  return mul(
    taps.reduce((sum, tap) => add(sum, tap)),
    1 / taps.length,
  );
}

/** The pictures of all samples, items and depths one behind the other. */
function pooledPictures(x: Tensor, [rows, columns]: readonly WindowAxis[], pooling: Pooling): Tensor {
  const [width, channels] = x.shape.slice(-2);
  const isSeries = x.rank === 4;
  const height = isSeries ? 1 : x.shape[x.rank - 3];
  const pictures = reshape(x, [x.size / (height * width * channels), height, width, channels]) as Tensor4D;
  const pool = pooling === 'largest' ? maxPool : avgPool;
  const out = pool(pictures, [rows.size, columns.size], [rows.stride, columns.stride], 'valid');
  const places = isSeries ? out.shape.slice(2, 3) : out.shape.slice(1, 3);
  return reshape(out, [...x.shape.slice(0, isSeries ? -2 : -3), ...places, channels]);
}

function averagePool(call: Call): Value {
  const lengths = placesOf(call);
  const axes = windowAxes(call);
  const mean = bySample(input(call, 0), (x) => pooled(padded(x, axes), axes, 'mean'));
  const explicit = windowAxes({ ...call, node: withoutRounding(call) });
  const countsPadding = intAttribute(call.node, 'count_include_pad', 0) !== 0;
  const shares = axes.map((axis, at) => {
    const { before, after } = countsPadding ? explicit[at] : noAxis;
    return sharesInside(axis, lengths[at], -before, lengths[at] + after);
  });
  if (shares.every((along) => along.every((share) => share === 1))) return mean;
  const factors = shares.reduce<number[]>(
    (all, along) => all.flatMap((one) => along.map((next) => one * next)),
    [1],
  );
  const shape = [1, 1, ...shares.map(({ length }) => length), 1];
  return bySample(mean, (x) => mul(x, tensor(Float32Array.from(factors), shape)));
}

function withoutRounding({ node }: Call): Call['node'] {
  return { ...node, attributes: new Map([...node.attributes].filter(([name]) => name !== 'ceil_mode')) };
}

/** What a mean along each window must be multiplied by to be one over what lies from `first` to before `end` alone. */
function sharesInside(axis: WindowAxis, length: number, first: number, end: number): readonly number[] {
  const count = windowCount(length + axis.before + axis.after, axis);
  return Array.from({ length: count }, (_, window) => {
    const start = window * axis.stride - axis.before;
    const places = Array.from({ length: axis.size }, (_tap, tap) => start + tap * axis.dilation);
    return axis.size / places.filter((place) => place >= first && place < end).length;
  });
}
