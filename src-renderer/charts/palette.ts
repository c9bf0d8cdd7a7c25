/** Colours people with any common colour vision tell apart; tokens.css gives each a light and a dark value. */
export const colourCount = 8;
const dashes: readonly (readonly number[])[] = [[], [7, 4], [2, 3]];

/** Distinct looks: every colour in every dash. */
export const lookCount = colourCount * dashes.length;

/** The CSS variable with the colour of a look. */
export function colourVariable(look: number): string {
  return `--series-${(look % colourCount) + 1}`;
}

/** The line dash of a look, in pixels drawn and left out. */
export function dashOf(look: number): readonly number[] {
  return dashes[Math.floor(look / colourCount) % dashes.length] ?? [];
}

/**
 * Gives every run a look that it keeps: known runs keep theirs, new ones take the next in turn, oldest first;
 * runs that are gone are forgotten.
 */
export function assignLooks(
  known: Readonly<Record<string, number>>,
  runIdsOldestFirst: readonly string[],
): Readonly<Record<string, number>> {
  const kept = runIdsOldestFirst.filter((id) => known[id] !== undefined);
  let next = kept.length === 0 ? 0 : (known[kept[kept.length - 1] ?? ''] ?? 0) + 1;
  const looks: Record<string, number> = {};
  for (const id of runIdsOldestFirst) looks[id] = known[id] ?? next++ % lookCount;
  return looks;
}
