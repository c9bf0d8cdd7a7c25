import type { Experiment } from '../../src-shared/experiment/experiment';
import { type ParameterLayout, valuesOf } from '../engine/parameter-layout';

/**
 * Standard deviation of the noise on a regression's targets, in standardised units: fixed, or a parameter among
 * `flat`; 0 where it is read off the samples.
 */
export function noiseStdOf(
  { noise }: Experiment['inference'],
  layout: ParameterLayout,
  flat: Float32Array,
): number {
  if (noise.kind === 'fixed') return noise.std;
  if (noise.kind === 'samples') return 0;
  const slot = layout.slots.find(({ name }) => name === 'likelihood.log_std');
  if (!slot) throw new Error('A learned noise has no parameter.');
  return Math.exp(valuesOf(slot, flat)[0]);
}
