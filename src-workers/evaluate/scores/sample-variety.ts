import type { ValueSamples } from '../value-samples';

/** So many items tell how different samples are; pairs of samples are compared on each. */
const mostItems = 500;

/** How alike two samples' predictions of one item are, from 0 to 1 (Bhattacharyya 1943). */
interface Likeness {
  /** What pairs are compared by: what takes long is done once a prediction, and not once a pair. */
  readonly prepared: (predictions: Float32Array) => Float32Array;
  /** @param samples as prepared; `first` and `second` are the places where the item's predictions begin */
  readonly between: (samples: Float32Array, first: number, second: number) => number;
}

/**
 * How many different samples the predictions are worth: 1 where all samples predict the same, S where no two have anything
 * in common. The Vendi score of order 2 (Friedman and Dieng, arXiv 2210.02410; Pasarkar and Dieng, arXiv 2310.12952),
 * S^2 / sum_st K_st^2, of the samples' likeness K, the mean over items of the Bhattacharyya coefficient of their predictive
 * distributions.
 */
export class SampleVariety {
  readonly #likeness: Float64Array;
  #items = 0;

  /** @param width numbers that the likeness prepares of one item's prediction */
  constructor(
    readonly samples: number,
    readonly width: number,
    readonly likeness: Likeness,
  ) {
    this.#likeness = new Float64Array(samples * samples);
  }

  /** @param predictions of all samples for the next items, [samples, items, ...outputs] */
  add(predictions: Float32Array, items: number): void {
    const { samples, width } = this;
    const taken = Math.min(items, mostItems - this.#items);
    if (taken <= 0) return;
    const prepared = this.likeness.prepared(predictions);
    for (let item = 0; item < taken; item += 1)
      for (let first = 1; first < samples; first += 1)
        for (let second = 0; second < first; second += 1)
          this.#likeness[first * samples + second] += this.likeness.between(
            prepared,
            (first * items + item) * width,
            (second * items + item) * width,
          );
    this.#items += taken;
  }

  /** NaN where nothing was predicted. */
  value(): number {
    const { samples } = this;
    let squares = samples;
    for (const sum of this.#likeness) squares += 2 * (sum / this.#items) ** 2;
    return samples ** 2 / squares;
  }
}

/** Of classes' log probabilities: sum_c sqrt(p_c q_c). */
export function likenessOfClasses(classes: number): Likeness {
  return {
    prepared: (logProbabilities) => logProbabilities.map((log) => Math.exp(0.5 * log)),
    between: (roots, first, second) => {
      let sum = 0;
      for (let label = 0; label < classes; label += 1) sum += roots[first + label] * roots[second + label];
      return sum;
    },
  };
}

/**
 * Of values with Gaussian noise, N(f, s^2) and N(g, t^2): sqrt(2 s t / (s^2 + t^2)) exp(-(f - g)^2 / (4 (s^2 + t^2))), the mean
 * over the values.
 * @param predicted reads the values of those samples
 * @param values of an item
 */
export function likenessOfValues(predicted: ValueSamples, values: number): Likeness {
  return {
    prepared: (predictions) => gaussiansOf(predicted, predictions),
    between: (gaussians, first, second) => {
      let sum = 0;
      for (let at = 0; at < 2 * values; at += 2)
        sum += overlap(
          gaussians[first + at] - gaussians[second + at],
          gaussians[first + at + 1],
          gaussians[second + at + 1],
        );
      return sum / values;
    },
  };
}

/** Mean and standard deviation side by side, [samples, items, values, 2]. */
function gaussiansOf(predicted: ValueSamples, predictions: Float32Array): Float32Array {
  const { samples, means, stds } = predicted;
  const values = predicted.valuesOf(predictions.length / samples);
  const gaussians = new Float32Array(2 * samples * values);
  for (let value = 0; value < values; value += 1) {
    predicted.take(predictions, value);
    for (let sample = 0; sample < samples; sample += 1)
      gaussians.set([means[sample], stds[sample]], 2 * (sample * values + value));
  }
  return gaussians;
}

function overlap(distance: number, first: number, second: number): number {
  const variances = first ** 2 + second ** 2;
  return Math.sqrt((2 * first * second) / variances) * Math.exp((-0.25 * distance ** 2) / variances);
}
