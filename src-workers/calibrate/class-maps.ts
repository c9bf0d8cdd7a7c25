import type { BetaClasses, BetaMap, Curve, IsotonicClasses } from '../../src-shared/assessment/calibration';
import { BadInputError } from '../../src-shared/errors';
import type { LogProbabilities } from '../evaluate/scores/scores';
import { betaLogit, fitBeta, softplus } from './beta';
import { claimsOf } from './binary-claims';
import { fitIsotonic, valueAt } from './isotonic';

/** Pooled predictions of items whose classes are known. */
export interface KnownClasses {
  /** [items, classes] */
  readonly logProbabilities: LogProbabilities;
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
}

/** Of the parameters around what leaves probabilities as they are: a standard deviation of 1. */
const priorPrecision = 1;

/** One class against all others, for each of them. */
export function fitBetaMaps(known: KnownClasses): readonly BetaMap[] {
  return eachClass('beta', known, (label) => {
    const said = claimsOf(known.logProbabilities, known.classNames.length, label);
    const came = Array.from(known.labels, (one) => one === label);
    return fitBeta({ ...said, came }, priorPrecision);
  });
}

/** One class against all others, for each of them. */
export function fitIsotonicCurves(known: KnownClasses): readonly Curve[] {
  const classes = known.classNames.length;
  return eachClass('isotonic', known, (label) => {
    const said = Float64Array.from(known.labels, (_, item) =>
      Math.exp(known.logProbabilities[item * classes + label]),
    );
    return fitIsotonic(
      said,
      Array.from(known.labels, (one) => (one === label ? 1 : 0)),
    );
  });
}

/** @returns log probabilities whose sum over the classes is 1 again, [items, classes] */
export function byBeta(
  logProbabilities: LogProbabilities,
  { maps }: Pick<BetaClasses, 'maps'>,
): Float64Array {
  const classes = maps.length;
  const mapped = new Float64Array(logProbabilities.length);
  maps.forEach((map, label) => {
    const { likely, unlikely } = claimsOf(logProbabilities, classes, label);
    likely.forEach((log, item) => {
      mapped[item * classes + label] = -softplus(-betaLogit(map, log, unlikely[item]));
    });
  });
  return normalised(mapped, classes);
}

/**
 * Shares that came are 0 where a class never did, which nothing can be held against: each row is that of the validation items and of
 * one more that is spread evenly over the classes.
 * @param items validation items behind the curves
 * @returns log probabilities whose sum over the classes is 1, [items, classes]
 */
export function byIsotonic(
  logProbabilities: LogProbabilities,
  { curves }: Pick<IsotonicClasses, 'curves'>,
  items: number,
): Float64Array {
  const classes = curves.length;
  const result = new Float64Array(logProbabilities.length);
  for (let first = 0; first < result.length; first += classes) {
    const shares = curves.map((curve, label) => valueAt(curve, Math.exp(logProbabilities[first + label])));
    const sum = shares.reduce((all, share) => all + share, 0);
    shares.forEach((share, label) => {
      const ofItems = sum > 0 ? share / sum : 1 / classes;
      result[first + label] = Math.log((items * ofItems + 1 / classes) / (items + 1));
    });
  }
  return result;
}

/** @throws BadInputError where a class has no item that could tell of it */
function eachClass<One>(
  method: string,
  { labels, classNames }: KnownClasses,
  fitOne: (label: number) => One,
): readonly One[] {
  const seen = new Set(Array.from(labels));
  const missing = classNames.find((_, label) => !seen.has(label));
  if (missing !== undefined)
    throw new BadInputError(
      `--method: ${method} is fitted class by class, and no validation item is of class ${missing}; train with a larger data.validationFraction, or take temperature.`,
    );
  return classNames.map((_, label) => fitOne(label));
}

/** Rows less the logarithm of their sum. */
function normalised(logs: Float64Array, classes: number): Float64Array {
  for (let first = 0; first < logs.length; first += classes) {
    const row = logs.subarray(first, first + classes);
    const top = row.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY);
    const sum = row.reduce((all, log) => all + Math.exp(log - top), 0);
    row.forEach((log, label) => {
      row[label] = log - top - Math.log(sum);
    });
  }
  return logs;
}
