import { reshape, stack, type Tensor, type Tensor4D, tensor, transpose } from '@tensorflow/tfjs-core';
import type { OnnxKind } from '../../../src-files/onnx/network-file';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { samplesOf } from '../convolution';

/** What flows through an ONNX graph while it is traced. */
export type Value = Known | Computed;

/** Numbers that are known before any data are: constants and the arithmetic of shapes. */
export interface Known {
  readonly kind: 'known';
  readonly type: OnnxKind;
  readonly shape: readonly number[];
  /** Row by row. */
  readonly values: Float32Array | Int32Array;
}

/** What depends on data or on weights. */
export interface Computed {
  readonly kind: 'computed';
  /**
   * [samples or 1, ...shape in ONNX], or [samples or 1, items, ...places, channels] of pictures that lie so. Where it lies in
   * another way it is made of that when it is asked for.
   */
  readonly tensor: Tensor;
  /** Its shape, without asking for it. */
  readonly shape: readonly number[];
  /** Pictures, series and volumes are [items, channels, ...places] in ONNX; convolutions here want channels last. */
  readonly isChannelsLast: boolean;
  /** Pictures of each sample by themselves, where they lie so: [items, height, width, channels] each, channels last. */
  readonly apart?: readonly Tensor4D[];
  /** With the last two axes exchanged, where it lies so. */
  readonly exchanged?: Tensor;
  /** Its parts along ONNX's first axis by themselves, [samples or 1, ...shape behind it] each, where it lies so. */
  readonly parts?: readonly Tensor[];
}

export function known(type: OnnxKind, shape: readonly number[], values: ArrayLike<number>): Known {
  return {
    kind: 'known',
    type,
    shape,
    values: type === 'float' ? Float32Array.from(values) : Int32Array.from(values),
  };
}

export function computed(given: Tensor, isChannelsLast = false): Computed {
  return { kind: 'computed', tensor: given, shape: given.shape, isChannelsLast };
}

/** Pictures of each sample by themselves, which are put together only where something looks at all at once. */
export function apart(pictures: readonly Tensor4D[]): Computed {
  const shape = [pictures.length, ...pictures[0].shape];
  const whole = () => (pictures.length === 1 ? reshape(pictures[0], shape) : stack([...pictures]));
  return lying(shape, whole, { isChannelsLast: true, apart: pictures });
}

/** What is a tensor with its last two axes exchanged, which products of matrices take as it is. */
export function exchanged(given: Tensor): Computed {
  const order = given.shape.map((_, axis) => axis);
  order.push(...order.splice(-2).reverse());
  const shape = order.map((axis) => given.shape[axis]);
  return lying(shape, () => moved(given, order), { isChannelsLast: false, exchanged: given });
}

/** The same of a series, [items, places, channels], whose channels are in front then: it lies in both ways. */
export function exchangedSeries(given: Tensor): Computed {
  return { ...computed(given, true), exchanged: given };
}

/** What has these parts, [samples or 1, ...shape] each, along a first axis in ONNX. */
export function ofParts(parts: readonly Tensor[]): Computed {
  const [samples, ...rest] = parts[0].shape;
  const whole = () => moved(stack([...parts]), [1, 0, ...rest.map((_, axis) => axis + 2)]);
  return lying([samples, parts.length, ...rest], whole, { isChannelsLast: false, parts });
}

/** The tensor is made once, and only if it is asked for. */
function lying(
  shape: readonly number[],
  make: () => Tensor,
  form: Omit<Computed, 'kind' | 'tensor' | 'shape'>,
): Computed {
  let made: Tensor | undefined;
  return {
    kind: 'computed',
    shape,
    ...form,
    get tensor() {
      made ??= make();
      return made;
    },
  };
}

/** Pictures of each sample by themselves, [items, height, width, channels], or of all where they have the same. */
export function samplesApart(value: Value): readonly Tensor4D[] {
  const own = value.kind === 'computed' ? value.apart : undefined;
  return own ?? (samplesOf(channelsLast(value)) as Tensor4D[]);
}

/**
 * What is made of pictures sample by sample where they lie so, or else of all at once.
 * @param compute of [samples or 1, items, ...places, channels]
 */
export function bySample(value: Value, compute: (x: Tensor) => Tensor): Computed {
  if (value.kind !== 'computed' || !value.apart) return computed(compute(channelsLast(value)), true);
  return apart(
    value.apart.map((one) => {
      const out = compute(reshape(one, [1, ...one.shape]));
      return reshape(out, out.shape.slice(1) as [number, number, number, number]);
    }),
  );
}

/** As ONNX sees it. */
export function shapeOf(value: Value): readonly number[] {
  if (value.kind === 'known') return value.shape;
  const [, ...shape] = value.shape;
  if (!value.isChannelsLast) return shape;
  const [items, ...places] = shape;
  return [items, ...places.slice(-1), ...places.slice(0, -1)];
}

/** [samples or 1, ...shape in ONNX] */
export function inOrder(value: Value): Tensor {
  if (value.kind === 'known') return tensor(Float32Array.from(value.values), [1, ...value.shape]);
  if (!value.isChannelsLast) return value.tensor;
  const [, , ...places] = axesOfTensor(value.tensor);
  return moved(value.tensor, [0, 1, ...places.slice(-1), ...places.slice(0, -1)]);
}

/** [samples or 1, items, ...places, channels] of pictures, series or volumes. */
export function channelsLast(value: Value): Tensor {
  if (value.kind === 'computed' && value.isChannelsLast) return value.tensor;
  const x = inOrder(value);
  const [, , channels, ...places] = axesOfTensor(x);
  return moved(x, [0, 1, ...places, channels]);
}

function axesOfTensor(x: Tensor): readonly number[] {
  return x.shape.map((_, axis) => axis);
}

/** A value in whatever order it lies, for what works along axes in any. */
export interface Lying {
  readonly x: Tensor;
  /** The tensor's axis that one of ONNX is. */
  placeOf(axis: number): number;
  /** A result that lies alike. */
  alike(result: Tensor): Computed;
}

export function asItLies(value: Value): Lying {
  const isLast = value.kind === 'computed' && value.isChannelsLast;
  const x = isLast ? value.tensor : inOrder(value);
  const placeOf = (axis: number) => (!isLast || axis === 0 ? axis + 1 : axis === 1 ? x.rank - 1 : axis);
  return { x, placeOf, alike: (result) => computed(result, isLast) };
}

/** Transposes; where only axes of length 1 change places, nothing has to move. */
export function moved(x: Tensor, order: readonly number[]): Tensor {
  const long = order.filter((axis) => x.shape[axis] > 1);
  const shape = order.map((axis) => x.shape[axis]);
  const isSame = long.every((axis, place) => place === 0 || long[place - 1] < axis);
  return isSame ? reshape(x, shape) : transpose(x, [...order]);
}

/** x with axes of length 1 behind that of the samples, up to this rank in ONNX. */
export function withRank(x: Tensor, rank: number): Tensor {
  const missing = rank + 1 - x.rank;
  if (missing <= 0) return x;
  const [samples, ...shape] = x.shape;
  return reshape(x, [samples, ...Array<number>(missing).fill(1), ...shape]);
}

export function isOne(value: Value): value is Known {
  return value.kind === 'known' && sizeOf(value.shape) === 1;
}

/** From the front: -1 is the last axis. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}
