/**
 * Exponential mean over all points of a curve, given piece by piece: m <- w m + (1 - w) y, divided by 1 - w^n so that
 * the first points count in full (Kingma and Ba 2015, section 3). Points that are not finite are passed over.
 */
export class ExponentialMean {
  #sum = 0;
  #remaining = 1;
  readonly #weight: number;

  /** @param weight of the past, from 0 to below 1 */
  constructor(weight: number) {
    this.#weight = weight;
  }

  /** The mean after this value; NaN before the first finite one. */
  add(value: number): number {
    if (Number.isFinite(value)) {
      this.#sum = this.#weight * this.#sum + (1 - this.#weight) * value;
      this.#remaining *= this.#weight;
    }
    return this.#remaining === 1 ? Number.NaN : this.#sum / (1 - this.#remaining);
  }
}
