/** Runs of two settings held against each other seed by seed: what a seed does to both of them drops out. */

/** What of a run pairs are made by. */
export interface PairedRun {
  readonly seed: number;
  /** The same for runs that are tested on the same items. */
  readonly tests: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** The mean of a score's values or of their differences over pairs. */
export interface Difference {
  readonly mean: number;
  /** Of the mean: the standard deviation (n - 1) by the root of the number of values; undefined for one. */
  readonly error: number | undefined;
}

export interface PairedDifferences {
  /** Runs of both settings with the same seed, tested on the same items. */
  readonly pairs: number;
  /** Of the scores that are finite in both runs of every pair: others would be of fewer pairs than are told. */
  readonly scores: Readonly<Record<string, Difference>>;
}

/** Scores of some runs less those of others with the same seeds. */
export function pairedDifferences(
  runs: readonly PairedRun[],
  others: readonly PairedRun[],
): PairedDifferences {
  const keyOf = ({ seed, tests }: PairedRun) => `${seed} ${tests}`;
  const byKey = new Map(others.map((run) => [keyOf(run), run.scores]));
  const pairs = runs.flatMap((run) => {
    const other = byKey.get(keyOf(run));
    return other ? [{ own: run.scores, other }] : [];
  });
  const names = [...new Set(pairs.flatMap(({ own }) => Object.keys(own)))].sort();
  const scores = names.flatMap((name) => {
    const differences = pairs.map(
      ({ own, other }) => (own[name] ?? Number.NaN) - (other[name] ?? Number.NaN),
    );
    return differences.every(Number.isFinite) ? [[name, differenceOf(differences)] as const] : [];
  });
  return { pairs: pairs.length, scores: Object.fromEntries(scores) };
}

function differenceOf(values: readonly number[]): Difference {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: count > 1 ? Math.sqrt(squares / (count - 1) / count) : undefined };
}

/** The 97.5 % quantile of Student's t for 1, 2, … degrees of freedom. */
const quantiles: readonly number[] = [
  ...[12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12],
  ...[2.11, 2.1, 2.09, 2.09, 2.08, 2.07, 2.07, 2.06, 2.06, 2.06, 2.05, 2.05, 2.05, 2.04],
];

/** How many standard errors a 95 % interval of a mean over so many pairs reaches to both sides, by Student's t. */
export function intervalReach(pairs: number): number {
  // Beyond the table the quantile is 1.96 + 2.4 / freedom within 0.003 (expansion of Student's t about the normal one).
  return quantiles[pairs - 2] ?? Number((1.96 + 2.4 / (pairs - 1)).toFixed(2));
}

/**
 * Whether the seeds tell two settings apart by a score: a 95 % interval of its mean difference holds no 0. Of pairs by
 * `pairedDifferences`; where there are not two, of the difference of both means, with as many degrees of freedom as the
 * smaller has (Welch's are at least as many).
 */
export function areToldApart(
  runs: readonly PairedRun[],
  others: readonly PairedRun[],
  score: string,
): boolean {
  const { pairs, scores } = pairedDifferences(runs, others);
  const paired = scores[score];
  if (pairs > 1 && paired?.error !== undefined)
    return Math.abs(paired.mean) > intervalReach(pairs) * paired.error;
  const [one, other] = [runs, others].map((side) =>
    differenceOf(side.map((run) => run.scores[score] ?? NaN)),
  );
  if (one?.error === undefined || other?.error === undefined) return false;
  const reach = intervalReach(Math.min(runs.length, others.length));
  return Math.abs(one.mean - other.mean) > reach * Math.hypot(one.error, other.error);
}
