import { BadInputError } from '../../errors';
import { type Span, splitAtOrigin, splitByTime } from './time-split';

export interface WindowSettings {
  readonly history: number;
  readonly horizon: number;
  readonly stride: number;
  readonly validationFraction: number;
  readonly testFraction: number;
  /** Where the test part is cut in pieces: how many, and which of them, from 1, is tested on. */
  readonly origins?: number | undefined;
  readonly origin?: number | undefined;
}

/** First steps of the windows of each split, and the steps whose values may be looked at for training. */
export interface WindowSplit {
  readonly train: Uint32Array;
  readonly validation: Uint32Array;
  readonly test: Uint32Array;
  readonly trainSteps: Span;
  /** Windows that forecast steps that are left out, and none else. */
  readonly leftOut?: Uint32Array;
}

/**
 * Cuts a series into windows of `history` steps and the `horizon` steps that follow. A window belongs to the split
 * that all its forecast steps are in; what lies before them is known by then and may be of the split before. A
 * training window sees training steps alone.
 * @param leftOut steps that no window of any split touches; those that forecast them are apart
 * @throws BadInputError where a split that is asked for has no room for a single window
 */
export function windowsOf(steps: number, settings: WindowSettings, leftOut?: Span): WindowSplit {
  const { history, horizon, validationFraction, testFraction, origins, origin } = settings;
  if (history + horizon > steps)
    throw new BadInputError(
      `data.horizon: a window of ${history} + ${horizon} steps is longer than the whole series of ${steps}.`,
    );
  const spans =
    origins !== undefined && origin !== undefined
      ? splitAtOrigin(steps, validationFraction, testFraction, { origins, origin })
      : splitByTime(steps, validationFraction, testFraction);
  const windows = {
    train: startsIn(spans.train, settings),
    validation: startsIn(spans.validation, settings),
    test: startsIn(spans.test, settings),
  };
  requireWindow('training', windows.train, spans.train, `${history} + ${horizon}`);
  if (validationFraction > 0) requireWindow('validation', windows.validation, spans.validation, `${horizon}`);
  if (testFraction > 0) requireWindow('test', windows.test, spans.test, `${horizon}`);
  const split = { ...windows, trainSteps: spans.train };
  return leftOut ? withoutSteps(split, settings, leftOut) : split;
}

function withoutSteps(split: WindowSplit, settings: WindowSettings, leftOut: Span): WindowSplit {
  const { history, horizon } = settings;
  const isApart = (start: number) => start + history + horizon <= leftOut.first || start >= leftOut.end;
  const kept = (name: string, starts: Uint32Array) => {
    const apart = starts.filter(isApart);
    if (apart.length > 0 || starts.length === 0) return apart;
    throw new BadInputError(
      `data.leaveOutPeriod: every window of the ${name} part touches it; leave out less, or shorten data.history.`,
    );
  };
  return {
    ...split,
    train: kept('training', split.train),
    validation: kept('validation', split.validation),
    test: kept('test', split.test),
    leftOut: startsIn(leftOut, settings),
  };
}

/**
 * A period that no window forecasts would leave nothing to ask the network about.
 * @param all of each series, beside the steps of it that are left out
 */
export function requireForecast(
  all: readonly WindowSplit[],
  leftOut: readonly (Span | undefined)[],
  horizon: number,
): void {
  const spans = leftOut.filter((span) => span !== undefined);
  if (spans.length === 0 || all.some((each) => each.leftOut && each.leftOut.length > 0)) return;
  const most = Math.max(...spans.map(({ first, end }) => end - first));
  throw new BadInputError(
    `data.leaveOutPeriod: its ${most} steps are too few for the ${horizon} that a window forecasts; leave out more.`,
  );
}

function startsIn({ first, end }: Span, { history, horizon, stride }: WindowSettings): Uint32Array {
  const firstStart = Math.max(0, first - history);
  const count = Math.max(0, Math.floor((end - horizon - history - firstStart) / stride) + 1);
  return Uint32Array.from({ length: count }, (_, index) => firstStart + index * stride);
}

function requireWindow(split: string, starts: Uint32Array, { first, end }: Span, needed: string): void {
  if (starts.length > 0) return;
  throw new BadInputError(
    `data.horizon: the ${split} part of the series has ${end - first} steps, too few for a window of ${needed}.`,
  );
}
