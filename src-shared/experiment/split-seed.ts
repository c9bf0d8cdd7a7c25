import type { Experiment } from './experiment';

/** What draws the splits of an experiment's data: a seed of their own where one is set, else the run's. */
export function splitSeedOf({ data, seed }: Pick<Experiment, 'data' | 'seed'>): number {
  return ('splitSeed' in data ? data.splitSeed : undefined) ?? seed;
}
