import type { Experiment } from '../../src-shared/experiment/experiment';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';

/** Noise of a regression's targets around what each sample predicts, in standardised units. */
export type TargetNoise =
  /** There is none but the spread of the samples. */
  | { readonly kind: 'samples' }
  /** One standard deviation a sample, whatever it predicts. */
  | { readonly kind: 'by-sample'; readonly stds: Float64Array }
  /** Each sample's network gives a standard deviation beside every value. */
  | { readonly kind: 'predicted' };

/**
 * The noise around so many samples of a posterior: fixed, or a parameter among `flat`, of all samples or one each.
 * @param flat all parameters, in the layout
 */
export function targetNoise(
  { noise }: Experiment['inference'],
  samples: number,
  layout: ParameterLayout,
  flat: Float32Array,
): TargetNoise {
  if (noise.kind === 'samples' || noise.kind === 'predicted') return { kind: noise.kind };
  const own = noise.kind === 'fixed' ? [noise.std] : learnedStds(layout, flat);
  if (own.length === 0) throw new Error('A learned noise has no parameter.');
  return {
    kind: 'by-sample',
    stds: Float64Array.from({ length: samples }, (_, sample) => own[sample % own.length]),
  };
}

/** Of each sample that has a noise of its own, or of all together; none where it is no parameter. */
export function learnedStds(layout: ParameterLayout, flat: Float32Array): readonly number[] {
  const slot = layout.slots.find(({ name }) => name === 'likelihood.log_std');
  return slot ? Array.from(valuesOf(slot, flat), (logStd) => Math.exp(logStd)) : [];
}
