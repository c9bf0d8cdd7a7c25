import type { ValueIntervals } from '../../src-shared/calibration';
import { forecastOf } from '../calibrate/held-out-predictions';
import { intervalMethods } from '../calibrate/value-intervals';
import { coverageName } from './coverage-name';
import type { ResultColumn } from './result-column';
import { sortedMembers, type Targets } from './value-columns';

/**
 * Both ends of each value's interval that holds the truth as often as promised, in the target's own unit.
 * @param predictions of all samples, standardised, [samples, values]; targets follow each other within an item
 */
export function intervalColumns(
  predictions: Float32Array,
  samples: number,
  { targetMean, targetStd }: Targets,
  noiseStd: number,
  { method, coverage, thresholds }: ValueIntervals,
): readonly ResultColumn[] {
  const { interval } = intervalMethods[method];
  const intervals = Array.from({ length: predictions.length / samples }, (_, value) => {
    const target = value % targetMean.length;
    const forecast = forecastOf(sortedMembers(predictions, samples, value), noiseStd, coverage);
    return interval(forecast, thresholds[target]).map((end) => targetMean[target] + targetStd[target] * end);
  });
  return ['low', 'high'].map((end, index) => ({
    name: `interval_${coverageName(coverage)}_${end}`,
    kind: 'number',
    values: intervals.map((ends) => ends[index]),
  }));
}
