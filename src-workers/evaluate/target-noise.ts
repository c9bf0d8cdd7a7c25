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
  /** Each sample's network gives a standard deviation beside every value. */
  | { readonly kind: 'predicted' }
  /** Counts around each sample's rate. */
  | { readonly kind: 'poisson'; readonly units: readonly number[] }
  /** Each sample's network gives quantiles at these levels. */
  | { readonly kind: 'quantiles'; readonly levels: readonly number[] };

interface Samples {
  readonly count: number;
  /** Standard deviations among their parameters, of all together or one each. */
  readonly learned: readonly number[];
  /** What a standardised value of each target is multiplied by. */
  readonly units: readonly number[];
}

type Builders = {
  readonly [Kind in Noise['kind']]: (noise: Extract<Noise, { kind: Kind }>, samples: Samples) => TargetNoise;
};

const builders: Builders = {
  learned: (_noise, samples) => bySample(samples, samples.learned),
  predicted: () => ({ kind: 'predicted' }),
  'log-variance': () => ({ kind: 'predicted' }),
  fixed: ({ std }, samples) => bySample(samples, [std]),
  poisson: (_noise, { units }) => ({ kind: 'poisson', units }),
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
  if (own.length === 0) throw new Error('A learned noise has no parameter.');
  const stds = Float64Array.from({ length: count }, (_, sample) => own[sample % own.length]);
  return { kind: 'by-sample', stds };
}

/** Of each sample that has a noise of its own, or of all together; none where it is no parameter. */
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
  return noise.kind === 'poisson' ? { kind: 'poisson', units: [noise.units[target]] } : noise;
}
