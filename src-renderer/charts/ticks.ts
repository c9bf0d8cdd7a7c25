interface Tick {
  readonly value: number;
}

/**
 * The ticks of an axis from zero, without the one that only marks where the data end, between two round values, where
 * its text would run into its neighbour's: closer than `leastApart`, in the axis' own unit.
 */
export function wholeSpacings<Kind extends Tick>(ticks: Kind[], leastApart: number): Kind[] {
  const spacing = ticks[1]?.value;
  if (ticks.length < 3 || !spacing) return ticks;
  const isRound = ({ value }: Tick) => Math.abs(value / spacing - Math.round(value / spacing)) < 1e-6;
  return ticks.filter((tick) => isRound(tick) || tick.value % spacing >= leastApart);
}
