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

/** The looks with one more for each new run, in turn. Known runs keep theirs for good: one removed may come back. */
export function assignLooks(
  known: Readonly<Record<string, number>>,
  newRunIds: readonly string[],
): Readonly<Record<string, number>> {
  const first = Object.keys(known).length;
  return { ...known, ...Object.fromEntries(newRunIds.map((id, index) => [id, (first + index) % lookCount])) };
}
