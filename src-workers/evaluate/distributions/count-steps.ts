/**
 * A distribution of counts by its probabilities up to some of them: before the first there is nothing, behind the last nothing more. Between two
 * that are no neighbours they rise evenly.
 */
export class CountSteps {
  /** @param counts rising; @param below P(Y <= count), one each */
  constructor(
    readonly counts: Float64Array,
    readonly below: Float64Array,
  ) {}

  /** P(Y <= count). */
  upTo(count: number): number {
    const { counts, below } = this;
    if (count < counts[0]) return 0;
    const place = lastUpTo(counts, count);
    if (place === counts.length - 1) return below[place];
    const share = (count - counts[place]) / (counts[place + 1] - counts[place]);
    return below[place] + share * (below[place + 1] - below[place]);
  }

  /** The least count with so much probability up to it. */
  quantile(probability: number): number {
    const { counts, below } = this;
    const place = below.findIndex((share) => share >= probability);
    if (place < 0) return counts[counts.length - 1];
    if (place === 0) return counts[0];
    const share = (probability - below[place - 1]) / (below[place] - below[place - 1]);
    const width = counts[place] - counts[place - 1];
    return counts[place - 1] + Math.max(1, Math.ceil(share * width - 1e-9));
  }

  /** The sum over all counts k of (P(Y <= k) - [truth <= k])² (Wei and Held 2014). */
  crps(truth: number): number {
    const { counts, below } = this;
    const last = counts.length - 1;
    let sum = Math.max(counts[0] - truth, 0) + Math.max(truth - counts[last] - 1, 0);
    const at = (place: number) => below[place] - (counts[place] >= truth ? 1 : 0);
    for (let place = 0; place <= last; place += 1) {
      sum += at(place) ** 2;
      const width = place < last ? counts[place + 1] - counts[place] : 1;
      if (width > 1) sum += this.#between(place, truth);
    }
    return sum;
  }

  /** Of the counts between one that is known and the next. */
  #between(place: number, truth: number): number {
    const [first, next] = [this.counts[place] + 1, this.counts[place + 1] - 1];
    const turn = Math.min(Math.max(truth, first), next + 1);
    return this.#squares(first, turn - 1, 0) + this.#squares(turn, next, 1);
  }

  /** The sum of (F(k) - less)² over counts between which F rises evenly. */
  #squares(first: number, last: number, less: number): number {
    const count = last - first + 1;
    if (count <= 0) return 0;
    const [a, b] = [this.upTo(first) - less, this.upTo(last) - less];
    const [middle, rise] = [(a + b) / 2, count > 1 ? (b - a) / (count - 1) : 0];
    return count * middle ** 2 + (rise ** 2 * count * (count ** 2 - 1)) / 12;
  }
}

/** The place of the last that is not above a value. @param rising its first is not above it */
function lastUpTo(rising: Float64Array, value: number): number {
  let [low, high] = [0, rising.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (rising[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
