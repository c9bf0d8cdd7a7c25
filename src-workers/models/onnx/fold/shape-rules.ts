import { intAttribute, intsAttribute, textAttribute } from '../../../../src-files/onnx/attributes';
import type { OnnxKind } from '../../../../src-files/onnx/network-file';
import { sizeOf } from '../../../../src-shared/experiment/networks/tensors/weight-tensor';
import { type Call, knownInts, refusal } from '../call';
import { axisOf } from '../value';
import { broadcastShape } from './fold-arithmetic';

/** What operators say of shapes, whether the numbers are known or not. Shapes are ONNX's. */

export function castKind({ node, inputs }: Call): OnnxKind {
  if (node.operator === 'CastLike') return inputs[1]?.kind === 'known' ? inputs[1].type : 'float';
  const to = intAttribute(node, 'to', 1);
  if (to === 9) return 'bool';
  return [1, 10, 11, 16].includes(to) ? 'float' : 'int';
}

export function orderOf({ node }: Call, rank: number): readonly number[] {
  return intsAttribute(node, 'perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
}

/** Axes to reduce over: an input from opset 18 on, an attribute before; all where there are none. */
export function axesOf(call: Call, rank: number): readonly number[] {
  const given = knownInts(call, 1) ?? intsAttribute(call.node, 'axes');
  if (given !== undefined && given.length > 0) return given.map((axis) => axisOf(axis, rank));
  const isNone = intAttribute(call.node, 'noop_with_empty_axes', 0) !== 0;
  return isNone ? [] : Array.from({ length: rank }, (_, axis) => axis);
}

export function expandedShape(call: Call, shape: readonly number[]): readonly number[] {
  return broadcastShape(shape, knownInts(call, 1) ?? []);
}

/**
 * The shape that a Reshape asks for: 0 keeps an axis, -1 is what is left. A file of a fixed number of items says it in
 * front, where items stand here.
 */
export function reshapedTo(call: Call, shape: readonly number[]): readonly number[] {
  const asked = knownInts(call, 1) ?? [];
  const keepsZero = intAttribute(call.node, 'allowzero', 0) === 0;
  const wanted = asked.map((length, axis) => (length === 0 && keepsZero ? (shape[axis] ?? 0) : length));
  const { items, fixedItems } = call.surroundings;
  const found = filled(wanted, sizeOf(shape));
  if (found) return found;
  const isOfFixed = fixedItems !== undefined && wanted[0] === fixedItems && shape[0] === items;
  const ofItems = isOfFixed ? filled([items, ...wanted.slice(1)], sizeOf(shape)) : undefined;
  if (ofItems) return ofItems;
  throw refusal(
    call.node,
    `makes [${wanted.join(', ')}] of [${shape.join(', ')}], which has other numbers; export the network with a free number of items (dynamic_axes or dynamic_shapes)`,
  );
}

function filled(wanted: readonly number[], size: number): readonly number[] | undefined {
  const others = wanted.filter((length) => length !== -1).reduce((product, length) => product * length, 1);
  const left = size / others;
  const shape = wanted.map((length) => (length === -1 ? left : length));
  return Number.isInteger(left) && sizeOf(shape) === size ? shape : undefined;
}

export function squeezed(shape: readonly number[], axes: readonly number[] | undefined): readonly number[] {
  const gone = axes?.map((axis) => axisOf(axis, shape.length));
  return shape.filter((length, axis) => (gone ? !gone.includes(axis) : length !== 1));
}

export function unsqueezed(shape: readonly number[], axes: readonly number[]): readonly number[] {
  const rank = shape.length + axes.length;
  const made = axes.map((axis) => axisOf(axis, rank));
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => (made.includes(axis) ? 1 : (rest.shift() ?? 1)));
}

export function splitSizes(call: Call, length: number): readonly number[] {
  const given = knownInts(call, 1);
  if (given) return given;
  const parts = call.node.outputs.length;
  const size = Math.ceil(length / parts);
  return Array.from({ length: parts }, (_, part) => Math.min(size, length - part * size));
}

export interface AxisSlice {
  readonly axis: number;
  /** What is kept along it, in its order. */
  readonly places: readonly number[];
}

export function slicesOf(call: Call, shape: readonly number[]): readonly AxisSlice[] {
  const [starts, ends] = [knownInts(call, 1) ?? [], knownInts(call, 2) ?? []];
  const axes = knownInts(call, 3) ?? starts.map((_, axis) => axis);
  const steps = knownInts(call, 4);
  return axes.map((given, place) => {
    const axis = axisOf(given, shape.length);
    return { axis, places: stepped(shape[axis], starts[place], ends[place], steps?.[place] ?? 1) };
  });
}

function stepped(length: number, start: number, end: number, step: number): readonly number[] {
  const within = (place: number, least: number, most: number) =>
    Math.min(Math.max(place < 0 ? place + length : place, least), most);
  const [from, to] =
    step > 0
      ? [within(start, 0, length), within(end, 0, length)]
      : [within(start, 0, length - 1), within(end, -1, length - 1)];
  const count = Math.max(Math.ceil((to - from) / step), 0);
  return Array.from({ length: count }, (_, place) => from + place * step);
}

/** What a Pad puts around one axis. */
interface PaddedAxis {
  readonly before: number;
  readonly after: number;
  /** Where each number of the result comes from; -1 where it is the filler. */
  readonly places: readonly number[];
}

/** @throws BadInputError for a mode that is not known */
export function padding(
  call: Call,
  shape: readonly number[],
): { readonly mode: string; readonly sides: readonly PaddedAxis[] } {
  const mode = textAttribute(call.node, 'mode', 'constant');
  const pads = knownInts(call, 1) ?? [];
  const axes = knownInts(call, 3)?.map((axis) => axisOf(axis, shape.length)) ?? shape.map((_, axis) => axis);
  const sides = shape.map((length, axis) => {
    const at = axes.indexOf(axis);
    const [before, after] = at < 0 ? [0, 0] : [pads[at], pads[at + axes.length]];
    const places = Array.from({ length: length + before + after }, (_, to) =>
      placeInside(to - before, length, mode),
    );
    return { before, after, places };
  });
  if (['constant', 'reflect', 'edge', 'wrap'].includes(mode)) return { mode, sides };
  throw refusal(call.node, `has the mode ${mode}, which is not here`);
}

function placeInside(place: number, length: number, mode: string): number {
  if (place >= 0 && place < length) return place;
  if (mode === 'edge') return Math.min(Math.max(place, 0), length - 1);
  if (mode === 'wrap') return ((place % length) + length) % length;
  if (mode !== 'reflect') return -1;
  const period = Math.max(2 * (length - 1), 1);
  const within = ((place % period) + period) % period;
  return within < length ? within : period - within;
}
