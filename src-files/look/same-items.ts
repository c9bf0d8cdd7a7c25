/** An item that may be there again. */
export interface MarkedItem {
  /** As in `item 3 of x_train`. */
  readonly place: string;
  /** Its class, where it has one. */
  readonly label: string | number | undefined;
  /** The part of the data that it is in; undefined where the seed draws. */
  readonly part: string | undefined;
}

/** Tells items apart by what they hold. */
export class SameItems {
  readonly #first = new Map<string, MarkedItem>();
  readonly #pairs: (readonly [MarkedItem, MarkedItem])[] = [];

  /** @param mark the same for what holds the same, and else another */
  add(mark: string, item: MarkedItem): void {
    const before = this.#first.get(mark);
    if (before) this.#pairs.push([before, item]);
    else this.#first.set(mark, item);
  }

  /**
   * Those of two classes are a mistake, in two parts a leak, else a waste: whole sentences.
   * @param what as in `picture`
   */
  sentences(what: string): readonly string[] {
    const labels = this.#pairs.filter(([one, other]) => one.label !== other.label);
    const parts = this.#pairs.filter(([one, other]) => one.label === other.label && one.part !== other.part);
    const rest = this.#pairs.length - labels.length - parts.length;
    const times = (count: number) => (count === 1 ? `One ${what} is` : `${count} ${what}s are`);
    const example = ([[one, other]]: typeof labels) => `${one.place} and ${other.place}`;
    return [
      ...(labels.length > 0
        ? [
            `${times(labels.length)} there under another class too: ${example(labels)} (${labels[0][0].label}, ${labels[0][1].label}); which is right?`,
          ]
        : []),
      ...(parts.length > 0
        ? [
            `${times(parts.length)} in two parts of the data: ${example(parts)}; what is tested should not have been trained on.`,
          ]
        : []),
      ...(rest > 0 ? [`${times(rest)} there twice.`] : []),
    ];
  }
}
