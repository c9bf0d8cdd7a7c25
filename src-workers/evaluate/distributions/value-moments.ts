/** Of one value's predictive distribution. */
export interface ValueMoments {
  readonly mean: number;
  /** Of the targets around what is predicted (aleatoric), the mean over the samples. */
  readonly noiseVariance: number;
  /** Of the samples' means (epistemic), unbiased. */
  readonly weightVariance: number;
}

/** @param stds of the noise around each of `means`; none where there is no noise. The spread of one mean is 0 */
export function momentsOf(means: Float64Array, stds: Float64Array): ValueMoments {
  const count = means.length;
  let mean = 0;
  let noiseVariance = 0;
  for (let sample = 0; sample < count; sample += 1) mean += means[sample] / count;
  for (let sample = 0; sample < stds.length; sample += 1) noiseVariance += stds[sample] ** 2 / count;
  let squares = 0;
  for (let sample = 0; sample < count; sample += 1) squares += (means[sample] - mean) ** 2;
  return { mean, noiseVariance, weightVariance: squares / Math.max(count - 1, 1) };
}

/** Of the Gaussian with these moments, for a value that is standardised by `unit`; nats. */
export function gaussianNll(
  { mean, weightVariance, noiseVariance }: ValueMoments,
  truth: number,
  unit: number,
): number {
  const variance = weightVariance + noiseVariance;
  return 0.5 * (Math.log(2 * Math.PI * variance) + (truth - mean) ** 2 / variance) + Math.log(unit);
}
