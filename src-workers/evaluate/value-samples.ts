import { Counts } from './distributions/counts';
import { Draws } from './distributions/draws';
import { Gaussians } from './distributions/gaussians';
import { NormalPieces, normalPlaces } from './distributions/normal-pieces';
import { OverDispersedCounts } from './distributions/over-dispersed-counts';
import type { ValueDistribution } from './distributions/value-distribution';
import { momentsOf, type ValueMoments } from './distributions/value-moments';
import { normalBelow } from './scores/gaussian-mixture';
import { isOfCounts, type TargetNoise } from './target-noise';

/** Standardised: the least that the noise around a sample is told as, where its quantiles coincide. */
const leastStd = 1e-3;

/** That a network gives for each value. */
export function numbersOfValue(noise: TargetNoise): number {
  if (noise.kind === 'quantiles') return noise.levels.length;
  return noise.kind === 'predicted' || noise.kind === 'negative-binomial' ? 2 : 1;
}

/**
 * What all samples predict of one value at a time, in standardised units: a mean and a standard deviation of each, and the
 * distribution that they make together.
 */
export class ValueSamples {
  /** One a sample: of counts the rates or means, of quantiles the medians. */
  readonly means: Float64Array;
  /** Of the noise around each of `means`; none where it is read off them. Of quantiles that of a Gaussian as wide as the outermost. */
  readonly stds: Float64Array;
  /** Where each sample gives quantiles, [samples, levels]. */
  readonly #quantiles: Float64Array;
  readonly #places: Float64Array;
  /** Where each sample gives a dispersion, one a sample. */
  readonly #dispersions: Float64Array;
  #unit = 1;
  #whole: ValueDistribution | undefined;

  /** @param targets what the predictions' last axis runs over; what more there is of each value follows there, [values, stds] */
  constructor(
    readonly samples: number,
    readonly noise: TargetNoise,
    readonly targets: number,
  ) {
    this.means = new Float64Array(samples);
    this.stds = new Float64Array(noise.kind === 'samples' ? 0 : samples);
    if (noise.kind === 'by-sample') this.stds.set(noise.stds);
    const levels = noise.kind === 'quantiles' ? noise.levels : [];
    this.#places = normalPlaces(levels);
    this.#quantiles = new Float64Array(samples * levels.length);
    this.#dispersions = new Float64Array(noise.kind === 'negative-binomial' ? samples : 0);
  }

  /** How many values there are of so many numbers of one sample. */
  valuesOf(outputs: number): number {
    return outputs / numbersOfValue(this.noise);
  }

  /**
   * Takes in one value.
   * @param predictions of all samples, [samples, items, ...outputs]
   * @param value its place among the values of those items
   */
  take(predictions: Float32Array, value: number): this {
    const { samples, means, stds, targets, noise } = this;
    const stride = predictions.length / samples;
    const target = value % targets;
    const place = value + (value - target) * (numbersOfValue(noise) - 1);
    if (noise.kind === 'by-target') stds.set(noise.stds[target]);
    if (isOfCounts(noise)) this.#unit = noise.units[target];
    for (let sample = 0; sample < samples; sample += 1) {
      const at = sample * stride + place;
      if (noise.kind === 'quantiles') this.#takeQuantiles(predictions, at, sample, noise.levels);
      else means[sample] = predictions[at];
      if (noise.kind === 'predicted') stds[sample] = predictions[at + targets];
      if (noise.kind === 'poisson') stds[sample] = Math.sqrt(means[sample] / this.#unit);
      if (noise.kind === 'negative-binomial') this.#takeDispersion(predictions[at + targets], sample);
    }
    this.#whole = undefined;
    return this;
  }

  /** Mean and the two parts of the variance, of the first `count` samples; the spread of one sample is 0. */
  moments(count: number = this.samples): ValueMoments {
    return momentsOf(this.means.subarray(0, count), this.stds.subarray(0, count));
  }

  /** What the first `count` samples predict together; good until the next value is taken in. */
  distribution(count: number = this.samples): ValueDistribution {
    if (count < this.samples) return this.#of(0, count);
    this.#whole ??= this.#of(0, count);
    return this.#whole;
  }

  /** A value that one sample predicts, with its noise. @param normal drawn from N(0, 1) */
  drawn(sample: number, normal: number): number {
    const { noise, means, stds } = this;
    if (isOfCounts(noise)) return this.#of(sample, 1).quantile(normalBelow(normal));
    if (noise.kind === 'quantiles') return this.#pieces(sample, 1, noise.levels).at(normal);
    return means[sample] + (stds[sample] ?? 0) * normal;
  }

  #of(first: number, count: number): ValueDistribution {
    const means = this.means.subarray(first, first + count);
    switch (this.noise.kind) {
      case 'samples':
        return new Draws(means);
      case 'poisson':
        return new Counts(means, this.#unit);
      case 'negative-binomial':
        return new OverDispersedCounts(means, this.#dispersions.subarray(first, first + count), this.#unit);
      case 'quantiles':
        return this.#pieces(first, count, this.noise.levels);
      default:
        return new Gaussians(means, this.stds.subarray(first, first + count));
    }
  }

  /** Of quantiles that are each the mean over the samples (Vincent 1912). */
  #pieces(first: number, count: number, levels: readonly number[]): NormalPieces {
    const pooled = new Float64Array(levels.length);
    for (let sample = first; sample < first + count; sample += 1)
      for (let level = 0; level < levels.length; level += 1)
        pooled[level] += this.#quantiles[sample * levels.length + level] / count;
    return new NormalPieces(levels, this.#places, pooled);
  }

  #takeDispersion(dispersion: number, sample: number): void {
    const mean = this.means[sample];
    this.#dispersions[sample] = dispersion;
    this.stds[sample] = Math.sqrt(mean / this.#unit + dispersion * mean ** 2);
  }

  #takeQuantiles(predictions: Float32Array, at: number, sample: number, levels: readonly number[]): void {
    const own = this.#quantiles.subarray(sample * levels.length, (sample + 1) * levels.length);
    for (let level = 0; level < levels.length; level += 1)
      own[level] = predictions[at + level * this.targets];
    const last = levels.length - 1;
    this.means[sample] = own[levels.indexOf(0.5)];
    this.stds[sample] = Math.max(
      Math.abs(own[last] - own[0]) / (this.#places[last] - this.#places[0]),
      leastStd,
    );
  }
}
