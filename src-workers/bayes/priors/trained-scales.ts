import type { Moped } from '../../../src-shared/experiment/priors/moped';

/** Weights below this part of their tensor's root mean square are measured as if they were of that size. */
const leastPart = 0.01;

/**
 * What the widths of a prior around trained weights are fractions of: the root mean square of the tensor's weights, or each
 * weight's own size. A tensor of zeros is measured by what a fresh one would be, 1/sqrt(fan_in).
 * @returns as many as there are means
 */
export function trainedScales(means: Float32Array, fanIn: number, of: Moped['of']): Float32Array {
  const squares = means.reduce((sum, mean) => sum + mean * mean, 0);
  const scale = squares > 0 ? Math.sqrt(squares / means.length) : 1 / Math.sqrt(fanIn);
  if (of === 'tensor') return new Float32Array(means.length).fill(scale);
  return means.map((mean) => Math.max(Math.abs(mean), leastPart * scale));
}
