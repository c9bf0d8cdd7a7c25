import type { Noise } from '../../src-shared/experiment/noise';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';

/** Where a learned noise stands among the parameters. */
export const noiseParameter = 'likelihood.log_std';

/** Noise of a regression's targets around what each sample predicts, in standardised units. */
export type TargetNoise =
  /** There is none but the spread of the samples. */
  | { readonly kind: 'samples' }
  /** One standard deviation a sample, whatever it predicts. */
  | { readonly kind: 'by-sample'; readonly stds: Float64Array }
  /** One a sample for each target, [targets][samples]. */
  | { readonly kind: 'by-target'; readonly stds: readonly Float64Array[] }
  /** Each sample's network gives a standard deviation beside every value. */
  | { readonly kind: 'predicted' }
  /** Counts around each sample's rate. */
  | { readonly kind: 'poisson'; readonly units: readonly number[] }
  /** Counts around each sample's mean, with a dispersion that its network gives beside it. */
  | { readonly kind: 'negative-binomial'; readonly units: readonly number[] }
  /** Each sample's network gives quantiles at these levels. */
  | { readonly kind: 'quantiles'; readonly levels: readonly number[] };

interface Samples {
  readonly count: number;
  /** Standard deviations among their parameters, of all together or of each: one, or one a target, [1 or samples, noises]. */
  readonly learned: readonly number[];
  /** What a standardised value of each target is multiplied by. */
  readonly units: readonly number[];
}

type Builders = {
  readonly [Kind in Noise['kind']]: (noise: Extract<Noise, { kind: Kind }>, samples: Samples) => TargetNoise;
};

const builders: Builders = {
  learned: ({ perTarget }, { count, learned, units }) =>
    learnedNoise(learned, count, perTarget ? units.length : 1),
  predicted: () => ({ kind: 'predicted' }),
  'log-variance': () => ({ kind: 'predicted' }),
  fixed: ({ std }, samples) => bySample(samples, [std]),
  poisson: (_noise, { units }) => ({ kind: 'poisson', units }),
  'negative-binomial': (_noise, { units }) => ({ kind: 'negative-binomial', units }),
  quantiles: ({ levels }) => ({ kind: 'quantiles', levels }),
  samples: () => ({ kind: 'samples' }),
};

/**
 * The noise around so many samples of a posterior: fixed, or a parameter among `flat`, of all samples or one each.
 * @param flat all parameters, in the layout
 * @param units what a standardised value of each target is multiplied by
 * @param parameter its name, where it is one
 */
export function targetNoise(
  { noise }: { readonly noise: Noise },
  samples: number,
  layout: ParameterLayout,
  flat: Float32Array,
  units: readonly number[],
  parameter: string = noiseParameter,
): TargetNoise {
  // Each builder takes the settings of its own kind.
  const build = builders[noise.kind] as (noise: Noise, samples: Samples) => TargetNoise;
  return build(noise, { count: samples, learned: learnedStds(layout, flat, parameter), units });
}

function bySample({ count }: Samples, own: readonly number[]): TargetNoise {
  return { kind: 'by-sample', stds: repeated(own, count) };
}

/**
 * A noise that was learned.
 * @param stds [1 or samples, noises]
 * @param count samples
 * @param noises of a sample: one for all targets, or one each
 */
export function learnedNoise(stds: ArrayLike<number>, count: number, noises: number): TargetNoise {
  if (stds.length === 0) throw new Error('A learned noise has no parameter.');
  const own = Array.from({ length: noises }, (_, noise) =>
    repeated(
      Array.from({ length: stds.length / noises }, (_one, sample) => stds[sample * noises + noise]),
      count,
    ),
  );
  return noises === 1 ? { kind: 'by-sample', stds: own[0] } : { kind: 'by-target', stds: own };
}

function repeated(own: readonly number[], count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, sample) => own[sample % own.length]);
}

/** Of each sample that has a noise of its own, or of all together, target by target where these have each their own; none where it is no parameter. */
export function learnedStds(
  layout: ParameterLayout,
  flat: Float32Array,
  parameter: string = noiseParameter,
): readonly number[] {
  const slot = layout.slots.find(({ name }) => name === parameter);
  return slot ? Array.from(valuesOf(slot, flat), (logStd) => Math.exp(logStd)) : [];
}

/** That of one target among those that a noise is of. */
export function noiseOfTarget(noise: TargetNoise, target: number): TargetNoise {
  if (noise.kind === 'by-target') return { kind: 'by-sample', stds: noise.stds[target] };
  return isOfCounts(noise) ? { ...noise, units: [noise.units[target]] } : noise;
}

/** Counts come as multiples of a unit in single precision, so that what is told of them is rounded. */
export function isOfCounts(
  noise: TargetNoise,
): noise is Extract<TargetNoise, { readonly kind: 'poisson' | 'negative-binomial' }> {
  return noise.kind === 'poisson' || noise.kind === 'negative-binomial';
}
