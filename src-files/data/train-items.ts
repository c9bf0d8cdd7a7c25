import { BadInputError } from '../../src-shared/errors';
import { type Fractions, type ItemCounts, rowCounts } from '../../src-shared/experiment/data/item-counts';
import { splitByTime, type TimeSplit } from '../../src-shared/experiment/data/time-split';

/** Splits that leave something to train on; what does not is refused in the words of its settings. */

/** @throws BadInputError where no row of a table is left to train on */
export function trainableRows(rows: number, fractions: Fractions): ItemCounts {
  const counts = rowCounts(rows, fractions);
  if (counts.train > 0) return counts;
  throw new BadInputError(
    `data.testFraction: ${fractions.testFraction} for the test and ${fractions.validationFraction} for validation leave none of ${rows} rows to train on.`,
  );
}

/** @throws BadInputError where the fields have no two time steps left to train on */
export function trainableSteps(steps: number, fractions: Fractions): TimeSplit {
  const split = splitByTime(steps, fractions.validationFraction, fractions.testFraction);
  if (split.train.end >= 2) return split;
  throw new BadInputError(
    `data.testFraction: of ${steps} time steps ${split.train.end} are left to train on; one step after another needs two.`,
  );
}

/**
 * How many of the training pictures are held out for validation.
 * @throws BadInputError where none is left to train on
 */
export function heldOutPictures(pictures: number, validationFraction: number): number {
  const held = Math.round(pictures * validationFraction);
  if (held < pictures) return held;
  throw new BadInputError(
    `data.validationFraction: ${validationFraction} of ${pictures} items leaves none to train on.`,
  );
}
