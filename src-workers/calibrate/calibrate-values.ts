import type { QuantileCurve, ValueIntervals } from '../../src-shared/assessment/calibration';
import { BadInputError } from '../../src-shared/errors';
import type { RunData } from '../data/run-data';
import type { ValueSamples } from '../evaluate/value-samples';
import type { JudgedTarget } from '../posterior/judged-targets';
import type { Sampler } from '../posterior/sampler';
import { conformalThreshold } from './conformal-threshold';
import { type ForecastOfValue, forecastOf, heldOutValues } from './held-out-predictions';
import {
  calibratedQuantile,
  fitQuantileCurve,
  predictedLevels,
  type QuantilesOfValue,
  quantileScores,
} from './quantile-curve';
import { intervalMethods } from './value-intervals';

/** A trained posterior and the data that it is tried on. */
export interface ValuesOnTrial {
  readonly sampler: Sampler;
  readonly data: RunData;
  /** All its values. */
  readonly judged: JudgedTarget;
  /** Back to each target's own unit. */
  readonly targetStd: readonly number[];
  onItems(items: number): void;
}

const mostForecasts = 200_000;
/** Of values whose quantiles are looked for, one by one. */
const mostQuantiles = 20_000;

/** A threshold for each target, fitted on the validation split and tried on the test split. */
export async function calibrateIntervals(
  { sampler, data, judged, targetStd, onItems }: ValuesOnTrial,
  method: ValueIntervals['method'],
  coverage: number,
): Promise<ValueIntervals> {
  const reading = {
    mostValues: mostForecasts,
    of: (predicted: ValueSamples, truth: number) => ({
      ...forecastOf(predicted, coverage),
      truth,
    }),
  };
  const validation = await heldOutValues(sampler, data, judged, data.validation, reading, onItems);
  const thresholds = thresholdsOf(validation, method, coverage);
  const test = await heldOutValues(sampler, data, judged, data.test, reading, onItems);
  const { interval } = intervalMethods[method];
  const found = test.map((values, target) => {
    const intervals = values.map((value) => interval(value, thresholds[target]));
    const held = intervals.filter(([low, high], at) => low <= values[at].truth && values[at].truth <= high);
    const width = intervals.reduce((sum, [low, high]) => sum + high - low, 0);
    return { coverage: held.length / values.length, width: (width / values.length) * targetStd[target] };
  });
  return { method, coverage, thresholds, found };
}

function thresholdsOf(
  validation: readonly (readonly ForecastOfValue[])[],
  method: ValueIntervals['method'],
  coverage: number,
): number[] {
  const { score } = intervalMethods[method];
  return validation.map((values) => {
    if (method === 'locally-weighted' && values.some(({ std }) => std === 0))
      throw new BadInputError(
        'Some predictions have no spread that an interval could be measured in; take --method cqr.',
      );
    const scores = Float64Array.from(values, (value) => score(value, value.truth));
    return conformalThreshold(scores, coverage, 'known validation values');
  });
}

/** A curve for each target, fitted on the validation split and tried on the test split. */
export async function calibrateQuantiles({
  sampler,
  data,
  judged,
  targetStd,
  onItems,
}: ValuesOnTrial): Promise<QuantileCurve[]> {
  const placed = await heldOutValues(
    sampler,
    data,
    judged,
    data.validation,
    {
      mostValues: mostForecasts,
      of: (predicted, truth) => ({ truth, below: predicted.distribution().below(truth) }),
    },
    onItems,
  );
  const curves = placed.map(fitQuantileCurve);
  const test = await heldOutValues(
    sampler,
    data,
    judged,
    data.test,
    {
      mostValues: mostQuantiles,
      of: (predicted, truth, target): QuantilesOfValue => ({
        truth,
        below: predicted.distribution().below(truth),
        before: predictedLevels.map((level) => predicted.distribution().quantile(level)),
        after: predictedLevels.map((level) =>
          calibratedQuantile(predicted.distribution(), curves[target], level),
        ),
      }),
    },
    onItems,
  );
  return test.map((values, target) => ({
    curve: curves[target],
    ...quantileScores(values, curves[target], targetStd[target]),
  }));
}
