import { seedPair } from '../random/noise-seeds';
import { fillStatelessUniform } from '../random/stateless-noise';

const replicates = 300;
/** Of both tails together. */
const outside = 0.05;

/** The ends of a central 95 % interval. */
export type Interval = readonly [low: number, high: number];

/**
 * Percentile intervals of scores under drawing the items anew, with replacement (Efron 1979); the same for the same seed.
 * @param scores of the items, each counting so often
 */
export function bootstrapIntervals<Name extends string>(
  items: number,
  seed: number,
  scores: (counts: Uint32Array) => Readonly<Record<Name, number>>,
): Readonly<Record<Name, Interval>> {
  const drawn = new Float32Array(items);
  const counts = new Uint32Array(items);
  const found = Array.from({ length: replicates }, (_, replicate) => {
    fillStatelessUniform(...seedPair(seed, 'bootstrap', replicate, 0, 0), drawn);
    counts.fill(0);
    for (const share of drawn) counts[Math.floor(share * items)] += 1;
    return scores(counts);
  });
  const [first] = found;
  const names = Object.keys(first) as Name[];
  return Object.fromEntries(
    names.map((name) => [name, intervalOf(Float64Array.from(found, (one) => one[name]))]),
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
