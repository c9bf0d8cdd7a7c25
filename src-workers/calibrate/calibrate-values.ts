import type { ValueIntervals } from '../../src-shared/calibration';
import { BadInputError } from '../../src-shared/errors';
import { conformalThreshold } from './conformal-threshold';
import type { ForecastOfValue } from './held-out-predictions';
import { intervalMethods } from './value-intervals';

/** Forecasts of items that training did not see, by target. */
export interface HeldOutValues {
  readonly validation: readonly (readonly ForecastOfValue[])[];
  readonly test: readonly (readonly ForecastOfValue[])[];
  /** Back to each target's own unit. */
  readonly targetStd: readonly number[];
}

/** A threshold for each target, fitted on the validation split and tried on the test split. */
export function calibrateValues(
  { validation, test, targetStd }: HeldOutValues,
  method: ValueIntervals['method'],
  coverage: number,
): ValueIntervals {
  const { score, interval } = intervalMethods[method];
  const thresholds = validation.map((values) => {
    if (method === 'locally-weighted' && values.some(({ std }) => std === 0))
      throw new BadInputError(
        'Some predictions have no spread that an interval could be measured in; take --method cqr.',
      );
    const scores = Float64Array.from(values, (value) => score(value, value.truth));
    return conformalThreshold(scores, coverage, 'known validation values');
  });
  const found = test.map((values, target) => {
    const intervals = values.map((value) => interval(value, thresholds[target]));
    const held = intervals.filter(([low, high], at) => low <= values[at].truth && values[at].truth <= high);
    const width = intervals.reduce((sum, [low, high]) => sum + high - low, 0);
    return { coverage: held.length / values.length, width: (width / values.length) * targetStd[target] };
  });
  return { method, coverage, thresholds, found };
}
