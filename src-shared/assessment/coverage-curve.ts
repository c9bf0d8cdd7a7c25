export interface Coverage {
  /** Share of the values that a central interval should hold, and holds. */
  readonly promised: number;
  readonly found: number;
  /** Half the width of what 95 % of independent values would keep to. */
  readonly chance: number;
}

/**
 * Coverage of central intervals, read off a histogram of probability integral transforms: an interval holds the bins whose
 * distance from the middle is at most half of what it promises.
 * @param pit counts in an even number of bins of equal width
 */
export function coverageCurve(pit: readonly number[]): readonly Coverage[] {
  const half = pit.length / 2;
  const values = pit.reduce((sum, count) => sum + count, 0);
  return Array.from({ length: half + 1 }, (_, bins) => {
    const inside = pit.slice(half - bins, half + bins).reduce((sum, count) => sum + count, 0);
    const promised = bins / half;
    return {
      promised,
      found: inside / values,
      chance: 1.96 * Math.sqrt((promised * (1 - promised)) / values),
    };
  });
}
