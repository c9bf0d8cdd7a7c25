/** Numbers become (value - mean) / std, with the two measured on what is trained on and on nothing else. */
export interface Standardisation {
  readonly mean: number;
  /** 1 where the values are all alike. */
  readonly std: number;
}

/** Mean and standard deviation of the known values at `positions`; NaN is not known and does not count. */
export function measureStandardisation(
  values: ArrayLike<number>,
  positions: Iterable<number>,
): Standardisation {
  return measureValues(valuesAt(values, positions));
}

function* valuesAt(values: ArrayLike<number>, positions: Iterable<number>): Iterable<number> {
  for (const position of positions) yield values[position];
}

/** The same of values one after the other. */
export function measureValues(values: Iterable<number>): Standardisation {
  // Welford's recurrence: squares of large values would lose what the deviations are made of.
  let count = 0;
  let mean = 0;
  let deviations = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    count += 1;
    const distance = value - mean;
    mean += distance / count;
    deviations += distance * (value - mean);
  }
  return { mean, std: Math.sqrt(deviations / count) || 1 };
}

export function standardise(value: number, { mean, std }: Standardisation): number {
  return (value - mean) / std;
}
