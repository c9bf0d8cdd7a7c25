import { BadInputError } from '../../src-shared/errors';
import { unpackingOf } from './known-values';
import type { StoredDimension } from './stored-file';

/** A point of a dimension beside time, y and x. */
export interface ChosenLevel {
  readonly at: number;
  /** As its coordinate has it, or its place from 0 where there is none; missing where the dimension has but one. */
  readonly level?: string;
}

/** Longer lists are cut. */
const mostShown = 40;

/**
 * The levels (or members) of a variable that are wanted, in that order.
 * @param dimension undefined where the variable has none that is longer than 1
 * @throws BadInputError with those that there are, where none was chosen or one is not there
 */
export function chosenLevels(
  dimension: StoredDimension | undefined,
  wanted: readonly number[] | undefined,
  where: string,
): readonly ChosenLevel[] {
  if (!dimension) return [{ at: 0 }];
  const points = levelPoints(dimension, where);
  const has = `${where} has ${dimension.length} values of ${dimension.name || 'a dimension that is neither time, y nor x'}: ${listed(points)}`;
  if (!wanted) throw new BadInputError(`${has}; choose among them with data.levels.`);
  return wanted.map((level) => {
    const at = points.findIndex((point) => isSame(point, level));
    if (at < 0) throw new BadInputError(`data.levels: ${has}; there is no ${level}.`);
    return { at, level: String(level) };
  });
}

/** As its coordinate has them, or their places from 0 where there is none. */
export function levelPoints({ length, coordinate }: StoredDimension, where: string): readonly number[] {
  if (coordinate?.data.length !== length) return Array.from({ length }, (_, at) => at);
  const { data, unpacked } = unpackingOf(coordinate, where);
  return Array.from({ length }, (_, at) => unpacked(Number(data[at])));
}

/** One of them may be in single precision. */
function isSame(one: number, other: number): boolean {
  return one === other || Math.fround(one) === Math.fround(other);
}

function listed(points: readonly number[]): string {
  const more = points.length > mostShown ? ` and ${points.length - mostShown} more` : '';
  return `${points.slice(0, mostShown).join(', ')}${more}`;
}
