import { purposes } from '../../random/noise-seeds';
import { philox } from '../../random/philox';
import type { Look } from '../batch-reader';

/** Draws of one kind of change have counters of their own from here on, so that none moves because another is there. */
const blocksOfKind = 1 << 16;

/**
 * Numbers for one change of one view of an item, drawn by (run seed, epoch, item, view) and the change alone: which worker asks,
 * and when, does not matter.
 */
export class Draws {
  readonly #words = new Uint32Array(4);
  readonly #key: Uint32Array;
  readonly #counter: Uint32Array;
  #at = 4;

  /** @param kind the change's own number, which is never another's */
  constructor(runSeed: number, { epoch, view }: Look, item: number, kind: number) {
    this.#key = Uint32Array.of(runSeed, purposes.augmentation);
    this.#counter = Uint32Array.of(epoch, item, view, kind * blocksOfKind);
  }

  /** Evenly in [0, 1). */
  uniform(): number {
    if (this.#at === 4) {
      philox(this.#key, this.#counter, this.#words);
      this.#counter[3] += 1;
      this.#at = 0;
    }
    const word = this.#words[this.#at];
    this.#at += 1;
    return word / 2 ** 32;
  }

  between(from: number, to: number): number {
    return from + (to - from) * this.uniform();
  }

  /** One of 0, 1, ..., count - 1. */
  below(count: number): number {
    return Math.floor(this.uniform() * count);
  }

  happens(probability: number): boolean {
    return this.uniform() < probability;
  }

  /** From the standard normal distribution, by Box and Muller. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** From Beta(alpha, alpha): of two gammas, the share of the first. */
  beta(alpha: number): number {
    const [first, second] = [this.#logGamma(alpha), this.#logGamma(alpha)];
    return 1 / (1 + Math.exp(second - first));
  }

  /** Logarithm of a draw from Gamma(alpha, 1), by Marsaglia and Tsang (2000): small ones of a small alpha would be 0. */
  #logGamma(alpha: number): number {
    if (alpha < 1) return this.#logGamma(alpha + 1) + Math.log(1 - this.uniform()) / alpha;
    const d = alpha - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const v = (1 + c * x) ** 3;
      const u = 1 - this.uniform();
      if (v > 0 && Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) return Math.log(d * v);
    }
  }
}
