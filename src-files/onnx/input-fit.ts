import { BadInputError } from '../../src-shared/errors';
import { sizeOf } from '../../src-shared/experiment/networks/tensors/weight-tensor';
import type { NetworkFile } from './network-file';

/** How one item of the data becomes what a network's input takes. */
export interface InputFit {
  /** The axis of the data that each of the network's comes from, before it is reshaped. */
  readonly order: readonly number[];
  /** Of an item as the network sees it. */
  readonly shape: readonly number[];
  /** A picture whose channels stand in front in the file. */
  readonly isChannelsFirstPicture: boolean;
  readonly fixedItems: number | undefined;
}

type Axes = readonly (number | undefined)[];

/**
 * How items of that shape go into a network: as they are, with a picture's channels in front or in one row, or with steps
 * and features of a series exchanged.
 * @param inputShape [height, width, channels] of pictures, [columns], [steps, features]
 * @throws BadInputError where they do not, with what would
 */
export function inputFit({ path, inputs }: NetworkFile, inputShape: readonly number[]): InputFit {
  const [input, ...others] = inputs;
  if (!input || others.length > 0)
    throw new BadInputError(
      `model.path: ${path} has ${inputs.length} inputs${others.length > 0 ? ` (${inputs.map(({ name }) => name).join(', ')})` : ''}; a network here has one.`,
    );
  if (input.type !== 1 && input.type !== 10 && input.type !== 11)
    throw new BadInputError(`model.path: ${path} takes whole numbers (${input.name}); data here are floats.`);
  const axes = input.shape?.slice(1) ?? [];
  const found = fitsOf(inputShape).find(({ shape }) => isFitting(axes, shape));
  if (found) return { isChannelsFirstPicture: false, ...found, fixedItems: input.shape?.[0] };
  throw new BadInputError(
    `model.path: ${path} takes [items, ${axes.map((length) => length ?? 'any').join(', ')}], and an item of these data is [${inputShape.join(', ')}]; ${waysOf(inputShape)}.`,
  );
}

function isFitting(axes: Axes, shape: readonly number[]): boolean {
  return (
    axes.length === shape.length &&
    axes.every((length, axis) => length === undefined || length === shape[axis])
  );
}

type Fit = Omit<InputFit, 'fixedItems' | 'isChannelsFirstPicture'> &
  Partial<Pick<InputFit, 'isChannelsFirstPicture'>>;

/** All ways, the usual one first. */
function fitsOf(inputShape: readonly number[]): readonly Fit[] {
  const asItIs = inputShape.map((_, axis) => axis);
  const same = { order: asItIs, shape: inputShape };
  const flat = (order: readonly number[]) => ({ order, shape: [sizeOf(inputShape)] });
  if (inputShape.length === 3) {
    const [height, width, channels] = inputShape;
    const front = [2, 0, 1];
    const grey = channels === 1 ? [{ order: asItIs, shape: [height, width] }] : [];
    const first = { order: front, shape: [channels, height, width], isChannelsFirstPicture: true };
    return [first, same, ...grey, flat(front)];
  }
  if (inputShape.length === 2) {
    const [steps, features] = inputShape;
    const single = features === 1 ? [{ order: asItIs, shape: [steps] }] : [];
    return [same, { order: [1, 0], shape: [features, steps] }, ...single, flat(asItIs)];
  }
  return [same, flat(asItIs)];
}

function waysOf(inputShape: readonly number[]): string {
  const ways = fitsOf(inputShape).map(({ shape }) => `[items, ${shape.join(', ')}]`);
  return `a network for them takes ${[...new Set(ways)].join(' or ')}`;
}
