import type { PairedScore } from '../../src-shared/posterior-comparison';
import { bootstrapIntervals } from '../evaluate/bootstrap';
import { seedPair } from '../random/noise-seeds';
import { fillStatelessUniform } from '../random/stateless-noise';

/** Ways to give each item's two scores to the two runs: all of them where there are no more, else so many at random. */
const mostExchanges = 4096;

/** Scores of two runs on the same items, so that what is hard for both cancels. */
export class PairedScores {
  readonly #first: number[] = [];
  readonly #second: number[] = [];

  constructor(readonly metric: PairedScore['metric']) {}

  /** @param scores of one item, by the first run and by the second */
  add(...scores: readonly [number, number]): void {
    this.#first.push(scores[0]);
    this.#second.push(scores[1]);
  }

  /** @param seed of the items that are drawn anew and of the exchanges */
  value(seed: number): PairedScore {
    const differences = this.#second.map((score, item) => score - this.#first[item]);
    const { difference } = bootstrapIntervals(differences.length, seed, (counts) => ({
      difference: mean(differences, (one, item) => counts[item] * one),
    }));
    return {
      metric: this.metric,
      first: mean(this.#first),
      second: mean(this.#second),
      interval: [...difference],
      chance: exchangeTest(differences, seed),
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

function mean(
  scores: readonly number[],
  weighted: (score: number, item: number) => number = (score) => score,
): number {
  return scores.reduce((sum, score, item) => sum + weighted(score, item), 0) / scores.length;
}
