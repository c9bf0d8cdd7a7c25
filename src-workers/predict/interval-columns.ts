import type { ValueIntervals } from '../../src-shared/calibration';
import { forecastOf } from '../calibrate/held-out-predictions';
import { intervalMethods } from '../calibrate/value-intervals';
import type { ValueSamples } from '../evaluate/value-samples';
import { coverageName } from './coverage-name';
import type { ResultColumn } from './result-column';
import type { Targets } from './value-columns';

/**
 * Both ends of each value's interval that holds the truth as often as promised, in the target's own unit.
 * @param predictions of all samples, standardised, [samples, items, ...outputs]; targets follow each other within an item
 * @param predicted reads single values of them
 */
export function intervalColumns(
  predictions: Float32Array,
  predicted: ValueSamples,
  { targetMean, targetStd }: Targets,
  { method, coverage, thresholds }: ValueIntervals,
): readonly ResultColumn[] {
  const { interval } = intervalMethods[method];
  const count = predicted.valuesOf(predictions.length / predicted.samples);
  const intervals = Array.from({ length: count }, (_, value) => {
    const target = value % targetMean.length;
    const forecast = forecastOf(predicted.take(predictions, value), coverage);
    return interval(forecast, thresholds[target]).map((end) => targetMean[target] + targetStd[target] * end);
  });
  return ['low', 'high'].map((end, index) => ({
    name: `interval_${coverageName(coverage)}_${end}`,
    kind: 'number',
    values: intervals.map((ends) => ends[index]),
  }));
}
