/** Pixels of a row of the table of runs. */
export const rowHeight = 40;

/** Rows that are drawn beyond those in sight, to either side. */
const drawnBeside = 8;

/** Which rows of equal height to draw for a box that is scrolled: those in sight, and so many to both sides. */
export function rowsInSight(
  scrollTop: number,
  boxHeight: number,
  rowHeight: number,
  count: number,
  margin = drawnBeside,
): { readonly first: number; readonly end: number } {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - margin);
  const end = Math.min(count, Math.ceil((scrollTop + boxHeight) / rowHeight) + margin);
  return { first: Math.min(first, end), end };
}

/** How many rows may be drawn in such a box at once: two of different lines never need the same one of them. */
export function slotsFor(boxHeight: number): number {
  return Math.ceil(boxHeight / rowHeight) + 1 + 2 * drawnBeside;
}
