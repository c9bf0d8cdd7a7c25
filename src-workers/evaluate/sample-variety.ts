/** So many items tell how different samples are; pairs of samples are compared on each. */
const mostItems = 500;

/** How alike two samples' predictions of one item are, from 0 to 1 (Bhattacharyya 1943). */
type Likeness = (samples: Float32Array, first: number, second: number) => number;

/**
 * How many different samples the predictions are worth: 1 where all samples predict the same, S where no two have anything
 * in common. The Vendi score of order 2 (Friedman and Dieng, arXiv 2210.02410; Pasarkar and Dieng, arXiv 2310.12952),
 * S^2 / sum_st K_st^2, of the samples' likeness K, the mean over items of the Bhattacharyya coefficient of their predictive
 * distributions.
 */
export class SampleVariety {
  readonly #likeness: Float64Array;
  #items = 0;

  /** @param width numbers of one item's prediction */
  constructor(
    readonly samples: number,
    readonly width: number,
    readonly likenessOf: Likeness,
  ) {
    this.#likeness = new Float64Array(samples * samples);
  }

  /** @param predictions of all samples for the next items, [samples, items, width] */
  add(predictions: Float32Array, items: number): void {
    const { samples, width } = this;
    const taken = Math.min(items, mostItems - this.#items);
    for (let item = 0; item < taken; item += 1)
      for (let first = 1; first < samples; first += 1)
        for (let second = 0; second < first; second += 1)
          this.#likeness[first * samples + second] += this.likenessOf(
            predictions,
            (first * items + item) * width,
            (second * items + item) * width,
          );
    this.#items += Math.max(0, taken);
  }

  /** NaN where nothing was predicted. */
  value(): number {
    const { samples } = this;
    let squares = samples;
    for (const sum of this.#likeness) squares += 2 * (sum / this.#items) ** 2;
    return samples ** 2 / squares;
  }
}

/** Of class probabilities: sum_c sqrt(p_c q_c). */
export function likenessOfClasses(classes: number): Likeness {
  return (samples, first, second) => {
    let sum = 0;
    for (let label = 0; label < classes; label += 1)
      sum += Math.sqrt(samples[first + label] * samples[second + label]);
    return sum;
  };
}

/** Of values with Gaussian noise of one standard deviation above 0: exp(-(f - g)^2 / (8 std^2)), the mean over the values. */
export function likenessOfValues(values: number, noiseStd: number): Likeness {
  return (samples, first, second) => {
    let sum = 0;
    for (let value = 0; value < values; value += 1)
      sum += Math.exp(-0.125 * ((samples[first + value] - samples[second + value]) / noiseStd) ** 2);
    return sum / values;
  };
}
