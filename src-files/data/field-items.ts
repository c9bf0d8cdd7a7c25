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
  /** Items that predict steps that are left out, and none else. */
  readonly leftOut?: Uint32Array;
}

/**
 * Splits fields by time into pairs of a step and the next. A pair over a gap in time is none.
 * @param leftOut steps that no pair of any split touches; those that predict them are apart
 * @throws BadInputError where no pair is left to train on, or a part has none beside what is left out
 */
export function fieldItems(
  { steps, gaps }: Pick<FieldSeries, 'steps' | 'gaps'>,
  fractions: Fractions,
  leftOut?: Span,
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
  if (items.train.length > 0)
    return leftOut
      ? withoutSteps(items, leftOut, withoutGap(Math.max(0, leftOut.first - 1), leftOut.end - 1))
      : items;
  throw new BadInputError(
    `data.testFraction: of the ${train.end} time steps that are left to train on, none is followed by the next without a gap in time.`,
  );
}

function withoutSteps(items: FieldItems, { first, end }: Span, leftOut: Uint32Array): FieldItems {
  const kept = (name: string, steps: Uint32Array) => {
    const apart = steps.filter((step) => step + 1 < first || step >= end);
    if (apart.length > 0 || steps.length === 0) return apart;
    throw new BadInputError(
      `data.leaveOutPeriod: every pair of steps of the ${name} part touches it; leave out less.`,
    );
  };
  if (leftOut.length === 0)
    throw new BadInputError(
      'data.leaveOutPeriod: none of its steps follows another without a gap in time, so none can be predicted; leave out more.',
    );
  return {
    ...items,
    train: kept('training', items.train),
    validation: kept('validation', items.validation),
    test: kept('test', items.test),
    leftOut,
  };
}
