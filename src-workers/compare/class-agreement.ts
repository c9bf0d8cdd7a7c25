import type { ClassAgreement } from '../../src-shared/posterior/posterior-comparison';

/** Agreement and total variation of two pooled predictions of classes (Izmailov et al., arXiv 2104.14421, section 4). */
export class ClassAgreementMeasure {
  #alike = 0;
  #variation = 0;
  #items = 0;

  constructor(readonly classes: number) {}

  /** @param first and `second`: pooled probabilities of the next items, [items, classes] */
  add(first: Float64Array, second: Float64Array): void {
    const { classes } = this;
    for (let from = 0; from < first.length; from += classes) {
      const [p, q] = [first, second].map((all) => all.subarray(from, from + classes));
      this.#alike += largestOf(p) === largestOf(q) ? 1 : 0;
      this.#variation += 0.5 * p.reduce((sum, value, at) => sum + Math.abs(value - q[at]), 0);
      this.#items += 1;
    }
  }

  value(): ClassAgreement {
    return {
      kind: 'classes',
      agreement: this.#alike / this.#items,
      totalVariation: this.#variation / this.#items,
    };
  }
}

function largestOf(values: Float64Array): number {
  return values.indexOf(values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY));
}
