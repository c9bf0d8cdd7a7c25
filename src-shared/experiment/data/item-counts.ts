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

/**
 * Of the rows of one class, where each class is drawn apart: one goes to train before one tests, and one tests before one validates.
 * @param least so many go to the test and to validation where the shares, if there are any, would give fewer; with 0 the shares alone count
 */
export function classCounts(rows: number, shares: Fractions, least: number): ItemCounts {
  const byShare = rowCounts(rows, shares);
  if (least === 0) return byShare;
  const test = shares.testFraction > 0 ? Math.min(Math.max(byShare.test, least), rows - 1) : 0;
  const { validation: ofRest } = rowCounts(rows - test, { ...shares, testFraction: 0 });
  const validation = shares.validationFraction > 0 ? Math.min(Math.max(ofRest, least), rows - test - 1) : 0;
  return { train: rows - test - validation, validation, test };
}

/** Of time steps, each predicted from the one before: the first of all is predicted from nothing. */
export function stepCounts(steps: number, { testFraction, validationFraction }: Fractions): ItemCounts {
  const { train, validation, test } = splitByTime(steps, validationFraction, testFraction);
  return { train: train.end - 1, validation: validation.end - validation.first, test: test.end - test.first };
}
