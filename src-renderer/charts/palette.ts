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
 * A look for each of what is drawn together: the one that it prefers, or another where that is taken. No two are
 * alike before every look is used.
 */
export function distinctLooks(preferred: readonly number[]): readonly number[] {
  const uses = Array.from({ length: lookCount }, () => 0);
  const use = (look: number) => {
    uses[look] = (uses[look] ?? 0) + 1;
    return look;
  };
  const kept = preferred.map((look) => (uses[look] === 0 ? use(look) : undefined));
  return kept.map((look) => look ?? use(uses.indexOf(Math.min(...uses))));
}

/** The looks with one more for each new run, in turn. Known runs keep theirs for good: one removed may come back. */
export function assignLooks(
  known: Readonly<Record<string, number>>,
  newRunIds: readonly string[],
): Readonly<Record<string, number>> {
  const first = (Object.values(known).at(-1) ?? -1) + 1;
  return { ...known, ...Object.fromEntries(newRunIds.map((id, index) => [id, (first + index) % lookCount])) };
}
