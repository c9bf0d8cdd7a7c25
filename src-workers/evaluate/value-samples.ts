import type { TargetNoise } from './target-noise';

/**
 * What all samples predict of one value at a time, in standardised units: an equal mixture of Gaussians, or, where noise is
 * read off the samples, draws from one distribution.
 */
export class ValueSamples {
  /** One a sample. */
  readonly means: Float64Array;
  /** Of the noise around each of `means`; none where it is read off them. */
  readonly stds: Float64Array;

  /** @param targets what the predictions' last axis runs over; predicted noise follows its values there, [values, stds] */
  constructor(
    readonly samples: number,
    readonly noise: TargetNoise,
    readonly targets: number,
  ) {
    this.means = new Float64Array(samples);
    this.stds = new Float64Array(noise.kind === 'samples' ? 0 : samples);
    if (noise.kind === 'by-sample') this.stds.set(noise.stds);
  }

  /** How many values there are of so many numbers of one sample. */
  valuesOf(outputs: number): number {
    return this.noise.kind === 'predicted' ? outputs / 2 : outputs;
  }

  /**
   * Takes in one value.
   * @param predictions of all samples, [samples, items, ...outputs]
   * @param value its place among the values of those items
   */
  take(predictions: Float32Array, value: number): this {
    const { samples, means, stds, targets } = this;
    const stride = predictions.length / samples;
    if (this.noise.kind !== 'predicted') {
      for (let sample = 0; sample < samples; sample += 1)
        means[sample] = predictions[sample * stride + value];
      return this;
    }
    const place = value + Math.floor(value / targets) * targets;
    for (let sample = 0; sample < samples; sample += 1) {
      means[sample] = predictions[sample * stride + place];
      stds[sample] = predictions[sample * stride + place + targets];
    }
    return this;
  }

  /** Mean and the two parts of the variance, of the first `count` samples; the spread of one sample is 0. */
  moments(count: number = this.samples): ValueMoments {
    const { means, stds } = this;
    let mean = 0;
    let noiseVariance = 0;
    for (let sample = 0; sample < count; sample += 1) mean += means[sample] / count;
    for (let sample = 0; sample < Math.min(count, stds.length); sample += 1)
      noiseVariance += stds[sample] ** 2 / count;
    let squares = 0;
    for (let sample = 0; sample < count; sample += 1) squares += (means[sample] - mean) ** 2;
    return { mean, noiseVariance, weightVariance: squares / Math.max(count - 1, 1) };
  }
}

/** Of one value's predictive distribution. */
export interface ValueMoments {
  readonly mean: number;
  /** Of the targets around what is predicted (aleatoric), the mean over the samples. */
  readonly noiseVariance: number;
  /** Of the samples' means (epistemic), unbiased. */
  readonly weightVariance: number;
}
