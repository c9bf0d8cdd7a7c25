interface Tick {
  readonly value: number;
}

/**
 * The ticks of an axis from zero without the one that only marks where the data end, between two round values:
 * its text would run into its neighbour's.
 */
export function wholeSpacings<Kind extends Tick>(ticks: Kind[]): Kind[] {
  const spacing = ticks[1]?.value;
  if (ticks.length < 3 || !spacing) return ticks;
  return ticks.filter(({ value }) => Math.abs(value / spacing - Math.round(value / spacing)) < 1e-6);
}
