import type { SampledValue } from '../../../src-shared/posterior/asking';

/** What all samples say of one value together, in the target's own unit. */
export interface ValueDoubt {
  readonly mean: number;
  readonly std: number;
  /** The noise of the target around what is predicted. */
  readonly aleatoric: number;
  /** The spread of the samples. */
  readonly epistemic: number;
}

/** The distribution as a mixture of equal Gaussians: the variance is the mean noise's and the samples', which is unbiased. */
export function valueDoubt({ means, stds }: SampledValue): ValueDoubt {
  const averageOf = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const mean = averageOf(means);
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const epistemic = Math.sqrt(squares / Math.max(1, means.length - 1));
  const aleatoric = stds.length === 0 ? 0 : Math.sqrt(averageOf(stds.map((std) => std ** 2)));
  return { mean, std: Math.hypot(aleatoric, epistemic), aleatoric, epistemic };
}
