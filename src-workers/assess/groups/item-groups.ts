import { BadInputError } from '../../../src-shared/errors';

/** Parts of some items that scores are told of: groups of people, classes, ranges of a value. */
export interface ItemGroups {
  /** What a person asked for. */
  readonly by: string;
  readonly names: readonly string[];
  /** Of each item the place of its part in `names`. */
  readonly of: Uint32Array;
}

/** More parts, and each has too few items to say something. */
const mostGroups = 100;
/** Numbers that differ more often are told apart by ranges. */
const mostValues = 12;
const quarters = [0.25, 0.5, 0.75];

/**
 * Parts by a text of each item, in alphabetical order, or in that of `names`.
 * @throws BadInputError where there are too many
 */
export function groupsByText(by: string, texts: readonly string[], names?: readonly string[]): ItemGroups {
  const there = new Set(texts);
  const used = names ? names.filter((name) => there.has(name)) : [...there].sort();
  if (used.length > mostGroups)
    throw new BadInputError(
      `by: ${by} has ${used.length} different texts; at most ${mostGroups} parts are told apart.`,
    );
  const places = new Map(used.map((name, place) => [name, place]));
  return { by, names: used, of: Uint32Array.from(texts, (text) => places.get(text) ?? 0) };
}

/** Parts by a number of each item: one for each number where there are few, or else a quarter of the items each. NaN is not known. */
export function groupsByNumber(by: string, values: readonly number[]): ItemGroups {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const different = [...new Set(sorted)];
  const unknown = 'not known';
  if (different.length <= mostValues) {
    const textOf = (value: number) => (Number.isNaN(value) ? unknown : String(value));
    return groupsByText(by, values.map(textOf), [...different.map(String), unknown]);
  }
  const edges = [...new Set(quarters.map((share) => sorted[Math.floor(share * sorted.length)]))];
  const ranges = rangeNames(edges);
  const rangeOf = (value: number) => ranges[edges.filter((edge) => value >= edge).length];
  const texts = values.map((value) => (Number.isNaN(value) ? unknown : rangeOf(value)));
  return groupsByText(by, texts, [...ranges, unknown]);
}

/** @param edges where the next range begins, rising */
function rangeNames(edges: readonly number[]): readonly string[] {
  const names = namesOf(edges);
  return [
    `below ${names[0]}`,
    ...names.slice(1).map((name, place) => `${names[place]} to ${name}`),
    `from ${names[names.length - 1]}`,
  ];
}

/** Whole numbers as they are, others with as few digits as tell them apart: ranges of one name would be one part. */
function namesOf(edges: readonly number[]): readonly string[] {
  if (edges.every(Number.isInteger)) return edges.map(String);
  for (let digits = 4; digits < 17; digits += 1) {
    const names = edges.map((edge) => String(Number(edge.toPrecision(digits))));
    if (new Set(names).size === edges.length) return names;
  }
  return edges.map(String);
}
