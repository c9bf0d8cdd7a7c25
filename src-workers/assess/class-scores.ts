import type { AssessedClassScores } from '../../src-shared/assessment/assessment';
import { type Dependence, dependenceAmong } from '../data/dependence';
import type { PooledClasses } from '../evaluate/classification-evaluation';
import { bootstrapIntervals } from '../evaluate/scores/bootstrap';
import { calibrationErrors } from '../evaluate/scores/calibration-errors';
import { clustersOf } from '../evaluate/scores/clusters';
import { ordinalScores } from '../evaluate/scores/ordinal-scores';
import { type ByDoubt, coverageAtRisk, refusing } from '../evaluate/scores/refusing';
import { lossesOf, mostLikely, scorePredictions } from '../evaluate/scores/scores';

/** The risk that coverage is told at. */
const toleratedRisk = 0.05;
/** Of both tails together. */
const outsideInterval = 0.05;

/**
 * How right pooled predictions are, how well their confidence says so, and what refusing the least confident is worth.
 * @param seed of the run: of its intervals
 * @param dependence of the items on each other
 * @param areOrdered whether classes are from the least to the most
 */
export function classScores(
  { logProbabilities, labels }: PooledClasses,
  classes: number,
  seed: number,
  dependence?: Dependence,
  areOrdered = false,
): AssessedClassScores {
  const { accuracy, nll, brier, ece } = scorePredictions(logProbabilities, labels, classes);
  const sorted = itemsOf(logProbabilities, labels, classes).sort((a, b) => a.doubt - b.doubt);
  const doubtful: ByDoubt = {
    doubts: Float32Array.from(sorted, ({ doubt }) => doubt),
    losses: Float64Array.from(sorted, ({ isRight }) => (isRight ? 0 : 1)),
  };
  const rights = Float64Array.from(sorted, ({ isRight }) => (isRight ? 1 : 0));
  const nlls = Float64Array.from(sorted, ({ nll: one }) => one);
  const briers = Float64Array.from(sorted, ({ brier: one }) => one);
  const clusters = clustersOf(
    dependenceAmong(
      dependence,
      sorted.map(({ item }) => item),
    ),
    [nlls],
  );
  const resampled = (counts: Uint32Array) => {
    const [accuracy, nll, brier] = weightedMeans([rights, nlls, briers], counts);
    return { accuracy, nll, brier, ...refusing(doubtful, counts) };
  };
  return {
    scores: {
      accuracy,
      nll,
      brier,
      ece,
      ...(areOrdered ? ordinalScores(logProbabilities, labels, classes) : {}),
    },
    calibration: calibrationErrors(logProbabilities, labels, classes),
    refusing: { ...refusing(doubtful), coverageAt5: coverageAtRisk(doubtful, toleratedRisk) },
    intervals: ofAllAlike(
      bootstrapIntervals(sorted.length, seed, resampled, clusters),
      accuracy,
      clusters?.count ?? sorted.length,
    ),
    ...(clusters ? { drawn: clusters.drawn } : {}),
  };
}

type Intervals = AssessedClassScores['intervals'];

/**
 * Items that are all right, or all wrong, are so however they are drawn anew, and would seem to leave no doubt. The accuracy has Clopper and
 * Pearson's interval (1934) then, which needs no draws; areas under risks have none.
 * @param units that are drawn: items, or what depends on each other
 */
function ofAllAlike(intervals: Intervals, accuracy: number, units: number): Intervals {
  if (units < 2 || (accuracy !== 0 && accuracy !== 1)) return intervals;
  const none = [Number.NaN, Number.NaN] as const;
  const least = (outsideInterval / 2) ** (1 / units);
  return {
    ...intervals,
    accuracy: accuracy === 1 ? [least, 1] : [0, 1 - least],
    aurc: none,
    augrc: none,
  };
}

interface ScoredItem {
  readonly item: number;
  /** -log of the largest probability. */
  readonly doubt: number;
  readonly isRight: boolean;
  readonly nll: number;
  readonly brier: number;
}

function itemsOf(logProbabilities: Float32Array, labels: Int32Array, classes: number): ScoredItem[] {
  return Array.from(labels, (label, item) => {
    const row = logProbabilities.subarray(item * classes, (item + 1) * classes);
    const named = mostLikely(row);
    return { item, doubt: -row[named], isRight: named === label, ...lossesOf(row, label) };
  });
}

/** Of each of three scores of the items: in one pass, since hundreds of such are made. */
function weightedMeans(
  [first, second, third]: readonly [Float64Array, Float64Array, Float64Array],
  counts: Uint32Array,
): readonly [number, number, number] {
  let [all, ofFirst, ofSecond, ofThird] = [0, 0, 0, 0];
  for (let place = 0; place < counts.length; place += 1) {
    const times = counts[place];
    all += times;
    ofFirst += times * first[place];
    ofSecond += times * second[place];
    ofThird += times * third[place];
  }
  return [ofFirst / all, ofSecond / all, ofThird / all];
}
