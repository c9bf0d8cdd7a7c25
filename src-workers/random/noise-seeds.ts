import { philox } from './philox';

/** What numbers are drawn for; streams of different purposes never meet. */
export const purposes = {
  initialisation: 1,
  training: 2,
  validation: 3,
  test: 4,
  order: 5,
  split: 6,
  augmentation: 8,
  /** Weight samples drawn once training is over: for predictions and exports. */
  use: 9,
  /** Noise in place of items, which a trained network should doubt. */
  otherData: 10,
  /** Which items count how often in an interval of a score. */
  bootstrap: 11,
  /** Noise around what each sample predicts, where draws of targets are wanted. */
  targetNoise: 12,
} as const;
export type Purpose = keyof typeof purposes;

/** A pair of int32 seeds that names one stream. */
export type SeedPair = readonly [number, number];

/**
 * The seeds of one stream: a hash of (run seed, purpose, step, tensor, sample). Nothing in it depends on how many
 * workers there are or which one draws: sample 7 of a step is the same numbers on one device and on the fourth of eight.
 */
export function seedPair(
  runSeed: number,
  purpose: Purpose,
  step: number,
  tensor: number,
  sample: number,
): SeedPair {
  const words = new Uint32Array(4);
  philox(Uint32Array.of(runSeed, purposes[purpose]), Uint32Array.of(step, tensor, sample, 0), words);
  return [words[0] | 0, words[1] | 0];
}

/**
 * Seeds of consecutive samples of a step, for every weight tensor of a model.
 * @returns int32 values of shape [tensors, samples, 2]
 */
export function noiseSeeds(
  runSeed: number,
  purpose: Purpose,
  step: number,
  tensors: number,
  samples: { readonly first: number; readonly count: number },
): Int32Array {
  const seeds = new Int32Array(tensors * samples.count * 2);
  for (let tensor = 0; tensor < tensors; tensor += 1)
    for (let index = 0; index < samples.count; index += 1)
      seeds.set(
        seedPair(runSeed, purpose, step, tensor, samples.first + index),
        2 * (tensor * samples.count + index),
      );
  return seeds;
}
