/** Steps of a training, a validation and a test part, one after the other: each from `first` to before `end`. */
export interface TimeSplit {
  readonly train: Span;
  readonly validation: Span;
  readonly test: Span;
}

export interface Span {
  readonly first: number;
  readonly end: number;
}

/** Of the test part in so many pieces of one length: the one that is tested on, from 1. */
export interface RollingOrigin {
  readonly origins: number;
  readonly origin: number;
}

/**
 * A split at one of several origins (Tashman 2000): what comes before a piece of the test part trains, that piece tests, and what follows it
 * is not looked at; as scikit-learn's TimeSeriesSplit has it with so many splits of the piece's length.
 */
export function splitAtOrigin(
  steps: number,
  validationFraction: number,
  testFraction: number,
  { origins, origin }: RollingOrigin,
): TimeSplit {
  const piece = Math.floor(Math.round(steps * testFraction) / origins);
  const end = steps - (origins - origin) * piece;
  const testFirst = end - piece;
  const validationFirst = testFirst - Math.round(testFirst * validationFraction);
  return {
    train: { first: 0, end: validationFirst },
    validation: { first: validationFirst, end: testFirst },
    test: { first: testFirst, end },
  };
}

/** The past trains, what follows validates, the last is the test: nothing is learned from the future. */
export function splitByTime(steps: number, validationFraction: number, testFraction: number): TimeSplit {
  const testFirst = steps - Math.round(steps * testFraction);
  const validationFirst = testFirst - Math.round(testFirst * validationFraction);
  return {
    train: { first: 0, end: validationFirst },
    validation: { first: validationFirst, end: testFirst },
    test: { first: testFirst, end: steps },
  };
}
