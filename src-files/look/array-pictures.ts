import type { ShownPicture } from '../../src-shared/data/data-look';
import { isOfNumbers, numbersOf } from '../arrays/stored-array';
import type { ArrayPair } from './odd-arrays';
import { mostClassesShown, mostShownOfClass, shownPixels } from './shown-pixels';

/** Items smaller than this, or flatter, are no pictures. */
const leastSide = 4;
const mostSide = 4096;

/** Some items of each class as pictures, the first ones; none where items are none. */
export function arrayPictures(
  pairs: readonly ArrayPair[],
  classes: readonly (string | number)[],
): readonly ShownPicture[] {
  const labelled = new Map(classes.slice(0, mostClassesShown).map((one, label) => [one, label]));
  const room = new Map<number, number>([...labelled.values()].map((label) => [label, mostShownOfClass]));
  if (room.size === 0) room.set(-1, 2 * mostShownOfClass);
  const shown = pairs.flatMap((pair) => picturesOf(pair, labelled, room));
  return shown.sort((one, other) => one.label - other.label);
}

/** @param room how many of each class are still wanted */
function picturesOf(
  { inputs, labels, part }: ArrayPair,
  labelled: ReadonlyMap<string | number, number>,
  room: Map<number, number>,
): readonly ShownPicture[] {
  const sides = sidesOf(inputs.shape.slice(1));
  if (!sides || !isOfNumbers(inputs)) return [];
  const areBytes = inputs.type.isWhole && inputs.type.bytes === 1;
  const rows = numbersOf(inputs);
  const shown: ShownPicture[] = [];
  for (let item = 0; item < inputs.shape[0] && room.size > 0; item += 1) {
    const label = labels.length === 0 ? -1 : (labelled.get(labels[item]) ?? -1);
    const left = room.get(label);
    if (left === undefined) continue;
    if (left === 1) room.delete(label);
    else room.set(label, left - 1);
    const pixels = asBytes(rows.of(item), areBytes);
    shown.push({
      name: `${part === '' ? '' : `${part}, `}item ${item}`,
      label,
      ...shownPixels({ ...sides, pixels }),
    });
  }
  rows.close();
  return shown;
}

function sidesOf([height, width, channels = 1, ...others]: readonly number[]) {
  const areSides = [height, width].every((side) => side >= leastSide && side <= mostSide);
  return areSides && others.length === 0 && (channels === 1 || channels === 3 || channels === 4)
    ? { height, width, channels }
    : undefined;
}

/** Bytes as they are, other numbers spread over 0 to 255. */
function asBytes(values: Float64Array, areBytes: boolean): Uint8Array {
  if (areBytes) return Uint8Array.from(values);
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return Uint8Array.from(values, (value) =>
    Number.isFinite(value) ? Math.round((255 * (value - least)) / (most - least || 1)) : 0,
  );
}
