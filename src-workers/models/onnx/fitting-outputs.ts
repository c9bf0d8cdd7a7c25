import { concat, reshape, type Tensor } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import { ofSamples } from './repeated';
import { channelsLast, inOrder, shapeOf, type Value } from './value';

/**
 * A network's first output, or all of them side by side on the last axis, in the file's order, as where it gives values and
 * their log-variances apart.
 * @param outputShape of an item, of all together
 * @returns [samples or 1, items, ...] with as many numbers as `outputShape`; undefined where they do not fit it
 */
export function fittingOutputs(
  outputs: readonly Value[],
  items: number,
  outputShape: readonly number[],
): Tensor | undefined {
  return asTargetsLie(outputs[0], items, outputShape) ?? joined(outputs, items, outputShape);
}

function joined(
  outputs: readonly Value[],
  items: number,
  outputShape: readonly number[],
): Tensor | undefined {
  const each = [...outputShape.slice(0, -1), outputShape[outputShape.length - 1] / outputs.length];
  const lying = outputs.flatMap((output) => asTargetsLie(output, items, each) ?? []);
  if (outputs.length < 2 || lying.length < outputs.length) return undefined;
  // What no weight with a distribution has touched is there once for all samples.
  const samples = Math.max(...lying.map(({ shape }) => shape[0]));
  return concat(
    lying.map((output) => ofSamples(reshape(output, [output.shape[0], items, ...each]), samples)),
    -1,
  );
}

function asTargetsLie(output: Value, items: number, outputShape: readonly number[]): Tensor | undefined {
  const [first, ...rest] = shapeOf(output);
  if (first !== items) return undefined;
  if (isGrid(outputShape) && rest.length === 3) {
    // Told apart by the channels' place; where both could be, as the usual networks have it.
    if (isAlike(rest, channelsFirst(outputShape))) return channelsLast(output);
    return isAlike(rest, outputShape) ? inOrder(output) : undefined;
  }
  return sizeOf(rest) === sizeOf(outputShape) ? inOrder(output) : undefined;
}

/** Whether something is predicted for each place of a grid, [height, width, numbers]. */
export function isGrid({ length }: readonly number[]): boolean {
  return length === 3;
}

/** As most networks have a grid. */
export function channelsFirst([height, width, channels]: readonly number[]): readonly number[] {
  return [channels, height, width];
}

function isAlike(shape: readonly number[], other: readonly number[]): boolean {
  return shape.length === other.length && shape.every((length, axis) => length === other[axis]);
}
