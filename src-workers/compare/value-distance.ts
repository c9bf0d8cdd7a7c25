import type { ValueDistances } from '../../src-shared/posterior/posterior-comparison';
import type { ValueSamples } from '../evaluate/value-samples';

/** Quantiles in the middle of as many equal shares, of which the distance is the mean difference. */
const quantiles = Array.from({ length: 20 }, (_, index) => (index + 0.5) / 20);

interface Sums {
  squares: number;
  distances: number;
  count: number;
}

/** How far two predictions of values lie apart, target by target. */
export class ValueDistanceMeasure {
  readonly #sums: readonly Sums[];

  constructor(
    readonly targetNames: readonly string[],
    /** One for each target: back to its own unit. */
    readonly targetStd: readonly number[],
  ) {
    this.#sums = targetNames.map(() => ({ squares: 0, distances: 0, count: 0 }));
  }

  /** Takes in what both predict of one value, standardised alike. */
  add(first: ValueSamples, second: ValueSamples, target: number): void {
    const sums = this.#sums[target];
    sums.squares += (first.moments().mean - second.moments().mean) ** 2;
    sums.distances += wasserstein(first, second);
    sums.count += 1;
  }

  value(unit: string | undefined): ValueDistances {
    const targets = this.#sums.map(({ squares, distances, count }, target) => ({
      name: this.targetNames[target],
      meanDifference: Math.sqrt(squares / count) * this.targetStd[target],
      wasserstein: (distances / count) * this.targetStd[target],
    }));
    return { kind: 'values', targets, ...(unit === undefined ? {} : { unit }) };
  }
}

/** Of order 1: the mean distance of quantiles. */
function wasserstein(first: ValueSamples, second: ValueSamples): number {
  const sum = quantiles.reduce((total, probability) => {
    const [a, b] = [first, second].map((predicted) => predicted.distribution().quantile(probability));
    return total + Math.abs(a - b);
  }, 0);
  return sum / quantiles.length;
}
