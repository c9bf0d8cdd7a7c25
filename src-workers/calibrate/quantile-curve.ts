import type { Curve, QuantileCurve } from '../../src-shared/assessment/calibration';
import { BadInputError } from '../../src-shared/errors';
import type { ValueDistribution } from '../evaluate/distributions/value-distribution';
import { fitIsotonic, placeOf } from './isotonic';

/** A value beside what a posterior predicts of it, standardised. */
export interface PlacedValue {
  readonly truth: number;
  /** Predicted probability of values below the truth (its probability integral transform). */
  readonly below: number;
}

/** A value with quantiles of its prediction, at the probabilities that predictions have. */
export interface QuantilesOfValue extends PlacedValue {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Probabilities of the quantiles that predictions have. */
export const predictedLevels: readonly number[] = [0.05, 0.25, 0.5, 0.75, 0.95];
const comparedLevels = Array.from({ length: 19 }, (_, place) => (place + 1) / 20);
/** Below it the quantile of 5 % is no further out than the least value. */
const fewestValues = 20;
/** Points of a curve: of more values those at equal distances in rank are kept. */
const mostPoints = 1000;

/**
 * How often values came below each predicted quantile, which corrects the quantiles of others (Kuleshov et al. 2018): the
 * isotonic regression of the share of values that lie no further up than each on its predicted probability.
 * @throws BadInputError where there are too few values
 */
export function fitQuantileCurve(values: readonly PlacedValue[]): Curve {
  if (values.length < fewestValues)
    throw new BadInputError(
      `--method: isotonic takes at least ${fewestValues} known validation values for quantiles of 5 and 95 %, and the run has ${values.length}; train with a larger data.validationFraction, or take locally-weighted.`,
    );
  const below = Float64Array.from(values, (value) => value.below).sort();
  const shares = new Float64Array(below.length).fill(1);
  // Of equal ones as many lie no further up as of the last.
  for (let rank = below.length - 2; rank >= 0; rank -= 1)
    shares[rank] = below[rank] === below[rank + 1] ? shares[rank + 1] : (rank + 1) / below.length;
  const whole = fitIsotonic(below, shares);
  return thinned(whole);
}

function thinned({ at, values }: Curve): Curve {
  const points = Math.min(at.length, mostPoints);
  const kept = Array.from({ length: points }, (_, point) =>
    Math.round((point * (at.length - 1)) / Math.max(points - 1, 1)),
  );
  return { at: kept.map((place) => at[place]), values: kept.map((place) => values[place]) };
}

/** A quantile that holds as many values below it as its probability says, as the curve has found. */
export function calibratedQuantile(predicted: ValueDistribution, curve: Curve, probability: number): number {
  return predicted.quantile(placeOf(curve, probability));
}

/**
 * What the curve does to quantiles of other values.
 * @param targetStd back to the target's own unit
 */
export function quantileScores(
  values: readonly QuantilesOfValue[],
  curve: Curve,
  targetStd: number,
): Pick<QuantileCurve, 'before' | 'after'> {
  const errorOf = (levelOf: (level: number) => number) =>
    mean(
      comparedLevels.map((level) => {
        const place = levelOf(level);
        return Math.abs(level - values.filter(({ below }) => below <= place).length / values.length);
      }),
    );
  const pinballOf = (of: 'before' | 'after') =>
    targetStd *
    mean(
      values.map((value) =>
        mean(value[of].map((at, index) => pinball(value.truth - at, predictedLevels[index]))),
      ),
    );
  return {
    before: { error: errorOf((level) => level), pinball: pinballOf('before') },
    after: { error: errorOf((level) => placeOf(curve, level)), pinball: pinballOf('after') },
  };
}

/** Loss of a quantile that a value lies so far above (Koenker and Bassett 1978). */
function pinball(distance: number, probability: number): number {
  return distance > 0 ? probability * distance : (probability - 1) * distance;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
