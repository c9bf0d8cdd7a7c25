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
