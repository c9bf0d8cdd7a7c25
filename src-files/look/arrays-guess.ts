import type { ArrayLook, ArraysGuess } from '../../src-shared/data/data-look';

/** What inputs and targets are called, in small letters, the likeliest first. */
const inputNames = ['x', 'inputs', 'input', 'images', 'data', 'features'];
const targetNames = ['y', 'targets', 'target', 'labels', 'label', 'masks', 'mask', 'classes'];
const partEndings = /_(train|val|test)$/i;
/** More of them, and whole numbers are values. */
const mostClasses = 1000;

/** The name of an array without the part that it is of. */
export function baseOf(name: string): string {
  return name.replace(partEndings, '');
}

/**
 * Which arrays seem to be inputs and targets: by their names, else the largest one and another of as many items.
 * @returns undefined where there are no two that could be
 */
export function guessArrays(arrays: readonly ArrayLook[]): ArraysGuess | undefined {
  const named = (names: readonly string[]) =>
    names.flatMap((name) => arrays.filter(({ name: own }) => baseOf(own).toLowerCase() === name))[0];
  const bySize = arrays
    .filter(({ holds, shape }) => holds.kind === 'numbers' && shape.length > 0)
    .sort((a, b) => sizeOf(b) - sizeOf(a));
  const [largest] = bySize;
  const inputs = named(inputNames) ?? largest;
  if (!inputs) return undefined;
  const targets =
    named(targetNames.filter((name) => name !== baseOf(inputs.name).toLowerCase())) ??
    arrays.find(({ name, shape }) => baseOf(name) !== baseOf(inputs.name) && shape[0] === inputs.shape[0]);
  if (!targets) return undefined;
  return { inputs: baseOf(inputs.name), targets: baseOf(targets.name), task: taskOf(inputs, targets) };
}

function sizeOf({ shape }: ArrayLook): number {
  return shape.reduce((product, side) => product * side, 1);
}

function taskOf(inputs: ArrayLook, targets: ArrayLook): ArraysGuess['task'] {
  const [, ...sides] = targets.shape;
  const large = sides.filter((side) => side > 1);
  if (large.length > 1 && large.join().startsWith(inputs.shape.slice(1, 3).join())) return 'segmentation';
  if (targets.holds.kind === 'texts') return 'classification';
  const areFew = (targets.different ?? 0) <= mostClasses && (targets.different ?? 0) * 2 <= targets.looked;
  return targets.type.startsWith('whole') && areFew && large.length === 0 ? 'classification' : 'regression';
}
