/** Which rows of equal height to draw for a box that is scrolled: those in sight, and some to both sides. */
export function rowsInSight(
  scrollTop: number,
  boxHeight: number,
  rowHeight: number,
  count: number,
): { readonly first: number; readonly end: number } {
  const margin = 8;
  const first = Math.max(0, Math.floor(scrollTop / rowHeight) - margin);
  const end = Math.min(count, Math.ceil((scrollTop + boxHeight) / rowHeight) + margin);
  return { first: Math.min(first, end), end };
}
