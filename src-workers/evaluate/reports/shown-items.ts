import type { EvaluatedItem } from '../../../src-shared/assessment/evaluation-report';

type Shown = Omit<EvaluatedItem, 'height' | 'width' | 'channels' | 'pixels'>;

/** An item with its measures; its probabilities are copied only if it is kept. */
export interface OfferedItem extends Omit<Shown, 'probabilities' | 'bySample'> {
  readonly probabilities: () => number[];
  readonly bySample: () => number[][];
}

type Measure = 'entropy' | 'mutualInformation' | 'error';
const measures: readonly Measure[] = ['entropy', 'mutualInformation', 'error'];

/** Keeps, of all items offered, those with the highest entropy, mutual information and error. */
export class ShownItems {
  readonly #best = new Map<Measure, readonly Shown[]>(measures.map((measure) => [measure, []]));

  /** @param count kept of each measure */
  constructor(readonly count: number) {}

  offer(item: OfferedItem): void {
    const wanting = measures.filter((measure) => this.#isAmongBest(item, measure));
    if (wanting.length === 0) return;
    const kept = { ...item, probabilities: item.probabilities(), bySample: item.bySample() };
    for (const measure of wanting) this.#keep(kept, measure);
  }

  /** All that are kept, by item number. */
  items(): readonly Shown[] {
    const unique = new Map([...this.#best.values()].flat().map((item) => [item.item, item]));
    return [...unique.values()].sort((a, b) => a.item - b.item);
  }

  #isAmongBest(item: OfferedItem, measure: Measure): boolean {
    const best = this.#best.get(measure) ?? [];
    const lowest = best.at(-1);
    return best.length < this.count || (lowest !== undefined && item[measure] > lowest[measure]);
  }

  #keep(item: Shown, measure: Measure): void {
    const best = [...(this.#best.get(measure) ?? []), item].sort((a, b) => b[measure] - a[measure]);
    this.#best.set(measure, best.slice(0, this.count));
  }
}
