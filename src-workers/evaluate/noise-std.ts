import type { Experiment } from '../../src-shared/experiment/experiment';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';

/**
 * Standard deviation of the noise on a regression's targets, in standardised units: fixed, or a parameter among
 * `flat`; 0 where it is read off the samples. Where samples have one each, the root of their mean square.
 */
export function noiseStdOf(
  { noise }: Experiment['inference'],
  layout: ParameterLayout,
  flat: Float32Array,
): number {
  if (noise.kind === 'fixed') return noise.std;
  if (noise.kind === 'samples') return 0;
  const variances = noiseVariances(layout, flat);
  if (variances.length === 0) throw new Error('A learned noise has no parameter.');
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0) / variances.length);
}

/** Of each sample that has a noise of its own, or of all together; none where it is no parameter. */
export function noiseVariances(layout: ParameterLayout, flat: Float32Array): readonly number[] {
  const slot = layout.slots.find(({ name }) => name === 'likelihood.log_std');
  return slot ? Array.from(valuesOf(slot, flat), (logStd) => Math.exp(2 * logStd)) : [];
}
