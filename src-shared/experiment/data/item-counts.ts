import { splitByTime } from './time-split';

/** How many items each split of data has. */
export interface ItemCounts {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export interface Fractions {
  readonly testFraction: number;
  readonly validationFraction: number;
}

/** Of rows, which the seed draws. */
export function rowCounts(rows: number, { testFraction, validationFraction }: Fractions): ItemCounts {
  const test = Math.round(rows * testFraction);
  const validation = Math.round((rows - test) * validationFraction);
  return { train: rows - test - validation, validation, test };
}

/** Of time steps, each predicted from the one before: the first of all is predicted from nothing. */
export function stepCounts(steps: number, { testFraction, validationFraction }: Fractions): ItemCounts {
  const { train, validation, test } = splitByTime(steps, validationFraction, testFraction);
  return { train: train.end - 1, validation: validation.end - validation.first, test: test.end - test.first };
}
