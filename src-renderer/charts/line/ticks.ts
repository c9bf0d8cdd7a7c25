interface Tick {
  readonly value: number;
}

/**
 * The ticks of an axis from zero: all round values up to where the data end, and that end itself where its text would
 * not run into its neighbour's, closer than `leastApart` in the axis' own unit. Chart.js marks the end in any case,
 * and leaves out the round value next to it.
 */
export function roundTicks(ticks: readonly Tick[], leastApart: number): Tick[] {
  const spacing = ticks[1]?.value;
  const end = ticks.at(-1)?.value ?? 0;
  if (ticks.length < 3 || !spacing) return [...ticks];
  const spaces = Math.floor(end / spacing + 1e-6);
  const round = Array.from({ length: spaces + 1 }, (_, index) => ({ value: index * spacing }));
  return end - spaces * spacing >= leastApart ? [...round, { value: end }] : round;
}
