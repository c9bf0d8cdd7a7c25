import type { DoubtBins } from '../../../src-shared/assessment/doubt-bins';
import type { KeptShare } from '../../../src-shared/assessment/kept-share';
import { isFarOff, type ValueDoubt } from '../../../src-shared/assessment/prediction-report';
import type { ValueMoments } from '../distributions/value-moments';
import { byDoubt, riskCoverage } from '../scores/refusing';
import { doubtBins, mostDoubts } from './doubt-bins';

/** Coverages that a report tells the risk of. */
const coverages = 200;

/** How far off each item of a regression is, beside how unsure it was and why: means over its known values, squared. */
export class DoubtedValues {
  readonly #noise: Float32Array;
  readonly #weights: Float32Array;
  readonly #squares: Float32Array;
  readonly #known: Uint32Array;

  constructor(readonly items: number) {
    this.#noise = new Float32Array(items);
    this.#weights = new Float32Array(items);
    this.#squares = new Float32Array(items);
    this.#known = new Uint32Array(items);
  }

  /** @param unit what a standardised value is multiplied with */
  add(
    item: number,
    { mean, noiseVariance, weightVariance }: ValueMoments,
    truth: number,
    unit: number,
  ): void {
    const count = this.#known[item] + 1;
    this.#known[item] = count;
    this.#noise[item] += (noiseVariance * unit ** 2 - this.#noise[item]) / count;
    this.#weights[item] += (weightVariance * unit ** 2 - this.#weights[item]) / count;
    this.#squares[item] += (((truth - mean) * unit) ** 2 - this.#squares[item]) / count;
  }

  /** RMSE of the items that are kept, the widest predictions refused first. */
  refusing(): KeptShare[] {
    const known = this.#knownItems();
    const doubts = Float32Array.from(known, (item) => Math.sqrt(this.#noise[item] + this.#weights[item]));
    const squares = Array.from(known, (item) => this.#squares[item]);
    return riskCoverage(byDoubt(doubts, squares), coverages).map((kept) => ({
      ...kept,
      risk: Math.sqrt(kept.risk),
    }));
  }

  /** At equal distances through the items. */
  doubts(): ValueDoubt[] {
    const known = this.#knownItems();
    const stride = Math.ceil(known.length / mostDoubts);
    return known.filter((_, place) => place % stride === 0).map((item) => this.#doubtOf(item));
  }

  /** Of all items; undefined where `doubts` has them. */
  bins(): DoubtBins | undefined {
    const known = this.#knownItems();
    return doubtBins(known.length, (place) => {
      const doubt = this.#doubtOf(known[place]);
      return { ...doubt, isWrong: isFarOff(doubt) };
    });
  }

  #doubtOf(item: number): ValueDoubt {
    return {
      item,
      aleatoric: Math.sqrt(this.#noise[item]),
      epistemic: Math.sqrt(this.#weights[item]),
      error: Math.sqrt(this.#squares[item]),
    };
  }

  #knownItems(): number[] {
    return Array.from({ length: this.items }, (_, item) => item).filter((item) => this.#known[item] > 0);
  }
}
