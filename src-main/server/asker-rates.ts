import type { Rate } from './rate';

/** Askers that are remembered; beyond, who asked longest ago is forgotten. */
const mostAskers = 1000;

/** A rate for each of those who ask, so that nobody uses up the turns of another. */
export class AskerRates {
  readonly #rates = new Map<string, Rate>();
  readonly #newRate: () => Rate;

  constructor(newRate: () => Rate) {
    this.#newRate = newRate;
  }

  /** Whether `asker` has a turn left; it is taken. */
  take(asker: string): boolean {
    const rate = this.#rates.get(asker) ?? this.#newRate();
    // Put last again: a Map keeps the order in which its entries came.
    this.#rates.delete(asker);
    this.#rates.set(asker, rate);
    const [oldest] = this.#rates.keys();
    if (this.#rates.size > mostAskers && oldest !== undefined) this.#rates.delete(oldest);
    return rate.take();
  }
}
