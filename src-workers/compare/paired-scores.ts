import type { PairedScore } from '../../src-shared/posterior/posterior-comparison';
import { type Dependence, dependenceAmong } from '../data/dependence';
import { bootstrapIntervals } from '../evaluate/scores/bootstrap';
import { type Clusters, clustersOf } from '../evaluate/scores/clusters';
import { seedPair } from '../random/noise-seeds';
import { fillStatelessUniform } from '../random/stateless-noise';

/** Ways to give each item's two scores to the two runs: all of them where there are no more, else so many at random. */
const mostExchanges = 4096;

/** Scores of two runs on the same items, so that what is hard for both cancels. */
export class PairedScores {
  readonly #first: number[] = [];
  readonly #second: number[] = [];
  readonly #places: number[] = [];

  constructor(readonly metric: PairedScore['metric']) {}

  /**
   * @param first and `second`: scores of one item, by the one run and by the other
   * @param place of it among all items, those without a score too
   */
  add(first: number, second: number, place: number): void {
    this.#first.push(first);
    this.#second.push(second);
    this.#places.push(place);
  }

  /**
   * @param seed of the items that are drawn anew and of the exchanges
   * @param dependence of all items on each other: those that depend are drawn and exchanged together
   */
  value(seed: number, dependence?: Dependence): PairedScore {
    const differences = this.#second.map((score, item) => score - this.#first[item]);
    const clusters = clustersOf(dependenceAmong(dependence, this.#places), [differences]);
    const { difference } = bootstrapIntervals(
      differences.length,
      seed,
      (counts) => ({ difference: weightedMean(differences, counts) }),
      clusters,
    );
    return {
      metric: this.metric,
      first: mean(this.#first),
      second: mean(this.#second),
      interval: [...difference],
      chance: exchangeTest(clusters ? clusterSums(differences, clusters) : differences, seed),
      ...(clusters ? { drawn: clusters.drawn } : {}),
    };
  }
}

/**
 * How often a mean difference as far from 0 would come about if it were chance which run has which of an item's two scores: the
 * two-sided exchange test (Fisher 1935; for paired scores of networks as in Dror et al. 2018), exact for few items.
 */
export function exchangeTest(differences: readonly number[], seed: number): number {
  const items = differences.length;
  const seen = Math.abs(differences.reduce((sum, one) => sum + one, 0));
  // Sums that are equal but for rounding count as equal.
  const bar = seen * (1 - 1e-12) - 1e-300;
  const isFar = (exchanged: (item: number) => boolean) =>
    Math.abs(differences.reduce((sum, one, item) => sum + (exchanged(item) ? -one : one), 0)) >= bar;
  if (2 ** items <= mostExchanges)
    return share(2 ** items, (exchange) => isFar((item) => ((exchange >> item) & 1) === 1));
  const drawn = new Float32Array(items);
  return share(mostExchanges, (exchange) => {
    // What was seen is one of them.
    if (exchange === 0) return true;
    fillStatelessUniform(...seedPair(seed, 'bootstrap', exchange, 1, 0), drawn);
    return isFar((item) => drawn[item] < 0.5);
  });
}

function share(count: number, holds: (place: number) => boolean): number {
  let found = 0;
  for (let place = 0; place < count; place += 1) found += holds(place) ? 1 : 0;
  return found / count;
}

/** What is exchanged as a whole adds to the mean as a whole. */
function clusterSums(differences: readonly number[], { of, count }: Clusters): number[] {
  const sums = new Array<number>(count).fill(0);
  differences.forEach((one, item) => {
    sums[of[item]] += one;
  });
  return sums;
}

function mean(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}

function weightedMean(scores: readonly number[], counts: Uint32Array): number {
  let [sum, all] = [0, 0];
  scores.forEach((score, item) => {
    sum += counts[item] * score;
    all += counts[item];
  });
  return sum / all;
}
