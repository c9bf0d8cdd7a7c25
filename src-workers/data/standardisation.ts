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
  const measured = new Measured();
  for (const value of values) measured.add(value);
  return measured.standardisation();
}

/** The same of blocks of values one after the other, to the same bits. */
export function measureBlocks(blocks: Iterable<Float32Array | Float64Array>): Standardisation {
  const measured = new Measured();
  for (const block of blocks) for (let at = 0; at < block.length; at += 1) measured.add(block[at]);
  return measured.standardisation();
}

/** Welford's recurrence: squares of large values would lose what the deviations are made of. */
class Measured {
  #count = 0;
  #mean = 0;
  #deviations = 0;

  add(value: number): void {
    if (Number.isNaN(value)) return;
    this.#count += 1;
    const distance = value - this.#mean;
    this.#mean += distance / this.#count;
    this.#deviations += distance * (value - this.#mean);
  }

  standardisation(): Standardisation {
    return { mean: this.#mean, std: Math.sqrt(this.#deviations / this.#count) || 1 };
  }
}

export function standardise(value: number, { mean, std }: Standardisation): number {
  return (value - mean) / std;
}
