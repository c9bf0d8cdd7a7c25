import type { QuantileCurve, ValueIntervals } from '../../../src-shared/assessment/calibration';
import { forecastOf } from '../../calibrate/held-out-predictions';
import { calibratedQuantile, predictedLevels } from '../../calibrate/quantile-curve';
import { intervalMethods } from '../../calibrate/value-intervals';
import type { ValueSamples } from '../../evaluate/value-samples';
import { coverageName } from './coverage-name';
import type { ResultColumn } from './result-column';
import { quantileName, type Targets } from './value-columns';

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

/** Quantiles of each value that hold as many others below them as they say, `calibrated_q05` and so on, in the target's own unit. */
export function quantileColumns(
  predictions: Float32Array,
  predicted: ValueSamples,
  { targetMean, targetStd }: Targets,
  calibrated: readonly QuantileCurve[],
): readonly ResultColumn[] {
  const count = predicted.valuesOf(predictions.length / predicted.samples);
  const quantiles = Array.from({ length: count }, (_, value) => {
    const target = value % targetMean.length;
    const own = predicted.take(predictions, value).distribution();
    return predictedLevels.map(
      (level) =>
        targetMean[target] + targetStd[target] * calibratedQuantile(own, calibrated[target].curve, level),
    );
  });
  return predictedLevels.map((level, index) => ({
    name: `calibrated_${quantileName(level)}`,
    kind: 'number',
    values: quantiles.map((ends) => ends[index]),
  }));
}
