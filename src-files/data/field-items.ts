import { BadInputError } from '../../src-shared/errors';
import type { Fractions } from '../../src-shared/experiment/data/item-counts';
import type { Span } from '../../src-shared/experiment/data/time-split';
import type { FieldSeries } from './field';
import { trainableSteps } from './train-items';

/** Items of fields: each a time step, by its number, whose next step is predicted from it and those before it that are seen. */
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
 * Splits fields by time into steps with the history that is seen of each and the step that follows. One over a gap in time is none.
 * @param history steps that are seen, the item's own the last of them
 * @param leftOut steps that no pair of any split touches; those that predict them are apart
 * @throws BadInputError where no pair is left to train on, or a part has none beside what is left out
 */
export function fieldItems(
  { steps, gaps }: Pick<FieldSeries, 'steps' | 'gaps'>,
  fractions: Fractions,
  leftOut?: Span,
  history = 1,
): FieldItems {
  const { train, validation, test } = trainableSteps(steps, fractions);
  const overGap = new Set(gaps);
  const withoutGap = (first: number, end: number) =>
    stepsAfterHistory({ steps: Math.max(0, end), gaps }, history).filter(
      (step) => step >= first && !overGap.has(step),
    );
  const items = {
    trainSteps: train,
    // A training item sees no later step.
    train: withoutGap(train.first, train.end - 1),
    // The steps before the first to predict are known by then.
    validation: withoutGap(validation.first - 1, validation.end - 1),
    test: withoutGap(test.first - 1, test.end - 1),
  };
  if (items.train.length > 0)
    return leftOut
      ? withoutSteps(items, leftOut, withoutGap(Math.max(0, leftOut.first - 1), leftOut.end - 1), history)
      : items;
  throw new BadInputError(
    `data.testFraction: of the ${train.end} time steps that are left to train on, none ${history === 1 ? '' : `has the ${history - 1} before it (data.history) and `}is followed by the next without a gap in time.`,
  );
}

/**
 * A part that is asked for and has no item gives no scores, and nothing to stop early by.
 * @throws BadInputError where validation or test has steps, and none with its history before it
 */
export function refuseEmptyParts(
  { steps }: Pick<FieldSeries, 'steps'>,
  fractions: Fractions,
  items: FieldItems,
  history: number,
): void {
  const spans = trainableSteps(steps, fractions);
  for (const part of ['validation', 'test'] as const) {
    const own = spans[part].end - spans[part].first;
    if (own === 0 || items[part].length > 0) continue;
    const share = `data.${part}Fraction`;
    const [setting, seen, cure] =
      history === 1
        ? [share, 'another', 'ask for another share, or for 0']
        : ['data.history', `${history} others`, `see fewer steps, or ask for another ${share}, or for 0`];
    throw new BadInputError(
      `${setting}: of the ${own} time steps of the ${part} part none follows ${seen} without a gap in time; ${cure}.`,
    );
  }
}

/** Steps that are the last of `history` which follow each other without a gap. */
export function stepsAfterHistory(
  { steps, gaps }: Pick<FieldSeries, 'steps' | 'gaps'>,
  history: number,
): Uint32Array {
  const overGap = new Set(gaps);
  let before = 0;
  return Uint32Array.from({ length: steps }, (_, step) => step).filter((step) => {
    before = overGap.has(step - 1) ? 1 : before + 1;
    return before >= history;
  });
}

function withoutSteps(
  items: FieldItems,
  { first, end }: Span,
  leftOut: Uint32Array,
  history: number,
): FieldItems {
  const kept = (name: string, steps: Uint32Array) => {
    const apart = steps.filter((step) => step + 1 < first || step - history + 1 >= end);
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
