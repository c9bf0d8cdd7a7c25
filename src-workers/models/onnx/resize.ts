import {
  floatAttribute,
  intAttribute,
  intsAttribute,
  textAttribute,
} from '../../../src-files/onnx/attributes';
import type { OnnxNode } from '../../../src-files/onnx/network-file';
import type { OperatorName } from '../../../src-files/onnx/operators';
import { alongAxisBy } from './axis-product';
import { asKnown, type Call, input, type Operator, refusal } from './call';
import { asItLies, axisOf, shapeOf, type Value } from './value';

export const resizeOperators: { readonly [Name in OperatorName]?: Operator } = {
  Resize: (call) => resized(call),
};

interface ResizedAxis {
  readonly axis: number;
  readonly from: number;
  readonly to: number;
  readonly scale: number;
}

/** How much of each number along an axis a number of the result is, by its place. */
type Weights = ReadonlyMap<number, number>;

function resized(call: Call): Value {
  const value = input(call, 0);
  const { x, placeOf, alike } = asItLies(value);
  const axes = resizedAxes(call, shapeOf(value));
  return alike(
    axes.reduce((rest, axis) => {
      if (axis.from === axis.to && axis.scale === 1) return rest;
      const all = Array.from({ length: axis.to }, (_, to) => weightsOf(call.node, axis, to));
      return alongAxisBy(rest, placeOf(axis.axis), axis.to, (to, from) => all[to].get(from) ?? 0);
    }, x),
  );
}

function resizedAxes(call: Call, shape: readonly number[]): readonly ResizedAxis[] {
  const given = intsAttribute(call.node, 'axes')?.map((axis) => axisOf(axis, shape.length));
  const axes = given ?? shape.map((_, axis) => axis);
  const [scales, sizes] = [numbersOf(call, 2), numbersOf(call, 3)];
  const length = (at: number) => shape[axes[at]];
  if (scales)
    return axes.map((axis, at) => {
      const to = Math.floor(length(at) * scales[at] + 1e-6);
      return { axis, from: length(at), to, scale: scales[at] };
    });
  if (!sizes) throw refusal(call.node, 'says neither scales nor sizes');
  const ratios = sizes.map((size, at) => size / length(at));
  const policy = textAttribute(call.node, 'keep_aspect_ratio_policy', 'stretch');
  if (policy === 'stretch')
    return axes.map((axis, at) => ({ axis, from: length(at), to: sizes[at], scale: ratios[at] }));
  const scale = policy === 'not_larger' ? Math.min(...ratios) : Math.max(...ratios);
  return axes.map((axis, at) => ({
    axis,
    from: length(at),
    to: Math.floor(scale * length(at) + 0.5),
    scale,
  }));
}

function numbersOf(call: Call, place: number): readonly number[] | undefined {
  const value = call.inputs[place];
  if (!value || shapeOf(value)[0] === 0) return undefined;
  return [...asKnown(call, value).values];
}

/** The place in the input that a place of the result looks at. */
function originOf(node: OnnxNode, { from, to, scale }: ResizedAxis, place: number): number {
  const mode = textAttribute(node, 'coordinate_transformation_mode', 'half_pixel');
  const ofHalfPixels = (place + 0.5) / scale - 0.5;
  switch (mode) {
    case 'half_pixel':
      return ofHalfPixels;
    case 'pytorch_half_pixel':
      return to > 1 ? ofHalfPixels : 0;
    case 'half_pixel_symmetric':
      return (from / 2) * (1 - to / (scale * from)) + ofHalfPixels;
    case 'asymmetric':
      return place / scale;
    case 'align_corners':
      // With the length that was asked for, whole or not.
      return to > 1 ? (place * (from - 1)) / (from * scale - 1) : 0;
    default:
      throw refusal(node, `has the coordinate_transformation_mode ${mode}, which is not here`);
  }
}

function weightsOf(node: OnnxNode, axis: ResizedAxis, place: number): Weights {
  const origin = originOf(node, axis, place);
  const mode = textAttribute(node, 'mode', 'nearest');
  if (mode === 'nearest') return new Map([[within(nearest(node, origin), axis.from), 1]]);
  if (mode !== 'linear' && mode !== 'cubic') throw refusal(node, `has the mode ${mode}, which is not here`);
  const isSmooth = intAttribute(node, 'antialias', 0) !== 0;
  // A filter is as much wider as what it makes is smaller.
  const stretch = isSmooth ? Math.min(axis.scale, 1) : 1;
  const cubic = floatAttribute(node, 'cubic_coeff_a', -0.75);
  const weigh = mode === 'linear' ? triangle : (distance: number) => cubicWeight(distance, cubic);
  const reach = (mode === 'linear' ? 1 : 2) / stretch;
  const excludesOutside = intAttribute(node, 'exclude_outside', 0) !== 0;
  const weights = new Map<number, number>();
  for (let from = Math.ceil(origin - reach); from <= origin + reach; from += 1) {
    const isOutside = from < 0 || from >= axis.from;
    const weight = isOutside && excludesOutside ? 0 : weigh(Math.abs(from - origin) * stretch);
    const at = within(from, axis.from);
    weights.set(at, (weights.get(at) ?? 0) + weight);
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return new Map([...weights].map(([at, weight]) => [at, weight / total]));
}

function within(place: number, length: number): number {
  return Math.min(Math.max(place, 0), length - 1);
}

function nearest(node: OnnxNode, origin: number): number {
  const mode = textAttribute(node, 'nearest_mode', 'round_prefer_floor');
  switch (mode) {
    case 'round_prefer_floor':
      return Math.ceil(origin - 0.5);
    case 'round_prefer_ceil':
      return Math.floor(origin + 0.5);
    case 'floor':
      return Math.floor(origin);
    case 'ceil':
      return Math.ceil(origin);
    default:
      throw refusal(node, `has the nearest_mode ${mode}, which is not here`);
  }
}

function triangle(distance: number): number {
  return Math.max(1 - distance, 0);
}

/** Keys (1981), Cubic convolution interpolation for digital image processing, equation 4 with a free. */
function cubicWeight(distance: number, a: number): number {
  if (distance <= 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return ((a * distance - 5 * a) * distance + 8 * a) * distance - 4 * a;
  return 0;
}
