import { seedPair } from '../../random/noise-seeds';
import { fillStatelessUniform } from '../../random/stateless-noise';
import type { Clusters } from './clusters';

const replicates = 300;
/** Of both tails together. */
const outside = 0.05;

/** The ends of a central 95 % interval. */
export type Interval = readonly [low: number, high: number];

/**
 * Percentile intervals of scores under drawing the items anew, with replacement (Efron 1979), or whole clusters of items that depend on
 * each other (Davison and Hinkley 1997, 3.8; blocks of time as in Carlstein 1986); the same for the same seed. One item, or one cluster, tells nothing of others: its
 * intervals are no numbers.
 * @param scores of the items, each counting so often; of clusters of several sizes not always as many in all
 */
export function bootstrapIntervals<Name extends string>(
  items: number,
  seed: number,
  scores: (counts: Uint32Array) => Readonly<Record<Name, number>>,
  clusters?: Clusters,
): Readonly<Record<Name, Interval>> {
  const units = clusters?.count ?? items;
  const drawn = new Float32Array(units);
  const unitCounts = new Uint32Array(units);
  const counts = clusters ? new Uint32Array(items) : unitCounts;
  const found = Array.from({ length: replicates }, (_, replicate) => {
    fillStatelessUniform(...seedPair(seed, 'bootstrap', replicate, 0, 0), drawn);
    unitCounts.fill(0);
    for (let draw = 0; draw < units; draw += 1) unitCounts[Math.floor(drawn[draw] * units)] += 1;
    clusters?.of.forEach((cluster, item) => {
      counts[item] = unitCounts[cluster];
    });
    return scores(counts);
  });
  const [first] = found;
  const names = Object.keys(first) as Name[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      units === 1 ? [Number.NaN, Number.NaN] : intervalOf(Float64Array.from(found, (one) => one[name])),
    ]),
  ) as Record<Name, Interval>;
}

function intervalOf(values: Float64Array): Interval {
  const sorted = values.slice().sort();
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    return sorted[below] + (place - below) * (sorted[Math.ceil(place)] - sorted[below]);
  };
  return [at(outside / 2), at(1 - outside / 2)];
}
