import { BadInputError } from '../../src-shared/errors';
import type { Fractions } from '../../src-shared/experiment/data/item-counts';
import type { Span } from '../../src-shared/experiment/data/time-split';
import type { FieldSeries } from './field';
import { trainableSteps } from './train-items';

/** Items of fields: each a time step, by its number, whose next step is predicted from it. */
export interface FieldItems {
  /** Steps that are trained on. */
  readonly trainSteps: Span;
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
}

/**
 * Splits fields by time into pairs of a step and the next. A pair over a gap in time is none.
 * @throws BadInputError where no pair is left to train on
 */
export function fieldItems(
  { steps, gaps }: Pick<FieldSeries, 'steps' | 'gaps'>,
  fractions: Fractions,
): FieldItems {
  const { train, validation, test } = trainableSteps(steps, fractions);
  const overGap = new Set(gaps);
  const withoutGap = (first: number, end: number) =>
    Uint32Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index).filter(
      (step) => !overGap.has(step),
    );
  const items = {
    trainSteps: train,
    // A training item sees no later step.
    train: withoutGap(train.first, train.end - 1),
    // The step before the first to predict is known by then.
    validation: withoutGap(validation.first - 1, validation.end - 1),
    test: withoutGap(test.first - 1, test.end - 1),
  };
  if (items.train.length > 0) return items;
  throw new BadInputError(
    `data.testFraction: of the ${train.end} time steps that are left to train on, none is followed by the next without a gap in time.`,
  );
}
