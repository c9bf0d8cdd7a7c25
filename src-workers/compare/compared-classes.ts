import type { PosteriorComparison } from '../../src-shared/posterior/posterior-comparison';
import type { Dependence } from '../data/dependence';
import { ignored } from '../data/run-data';
import { mostLikely } from '../evaluate/scores/scores';
import { ClassAgreementMeasure } from './class-agreement';
import { PairedScores } from './paired-scores';

/** Holds two pooled predictions of classes against each other: one an item, or one for each of its pixels. */
export class ComparedClasses {
  readonly #agreement: ClassAgreementMeasure;
  readonly #nll = new PairedScores('nll');
  readonly #accuracy = new PairedScores('accuracy');
  #done = 0;

  /** @param pixels of an item that have a class each; without it the item has one */
  constructor(
    readonly classes: number,
    readonly pixels?: number,
  ) {
    this.#agreement = new ClassAgreementMeasure(classes);
  }

  /**
   * An item's scores are the means over its pixels that are not ignored: neighbouring pixels are too alike to be paired as if each
   * were an item.
   * @param first and `second`: pooled log probabilities of the next items, [items, ...pixels, classes]
   * @param labels [items, ...pixels]
   */
  add(first: Float32Array, second: Float32Array, labels: Int32Array | Float32Array): void {
    this.#agreement.add(Float64Array.from(first, Math.exp), Float64Array.from(second, Math.exp));
    const { pixels = 1 } = this;
    for (let from = 0; from < labels.length; from += pixels) {
      const place = this.#done;
      this.#done += 1;
      const [ours, theirs] = [first, second].map((logs) => this.#scoresOf(logs, labels, from, from + pixels));
      if (!ours || !theirs) continue;
      this.#nll.add(ours.nll, theirs.nll, place);
      this.#accuracy.add(ours.accuracy, theirs.accuracy, place);
    }
  }

  /** @param dependence of the items on each other */
  value(seed: number, dependence?: Dependence): Pick<PosteriorComparison, 'predictions' | 'paired'> {
    const agreement = this.#agreement.value();
    return {
      predictions: this.pixels === undefined ? agreement : { ...agreement, isOfPixels: true },
      paired: [this.#nll.value(seed, dependence), this.#accuracy.value(seed, dependence)],
    };
  }

  /** Undefined where nothing counts. */
  #scoresOf(logs: Float32Array, labels: Int32Array | Float32Array, from: number, to: number) {
    let [known, nll, right] = [0, 0, 0];
    for (let at = from; at < to; at += 1) {
      const label = labels[at];
      if (label === ignored) continue;
      const row = logs.subarray(at * this.classes, (at + 1) * this.classes);
      known += 1;
      nll -= row[label];
      right += Number(mostLikely(row) === label);
    }
    return known === 0 ? undefined : { nll: nll / known, accuracy: right / known };
  }
}
