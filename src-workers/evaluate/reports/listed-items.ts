import type { EvaluationReport, ListedItem } from '../../../src-shared/assessment/evaluation-report';

/** Items named wrong that a report lists at most, beside those whose doubt it tells; bytes of all their pictures at most. */
const mostWrong = 1000;
const mostPictureBytes = 1_000_000;

export interface NamedItems {
  readonly labels: ArrayLike<number>;
  /** The most likely class of each item. */
  readonly named: readonly number[];
}

/** How many items of each class were taken for each, where there are some. */
export function confusionOf({ labels, named }: NamedItems): NonNullable<EvaluationReport['confusion']> {
  const counts = new Map<number, Map<number, number>>();
  named.forEach((predicted, item) => {
    const row = counts.get(labels[item]) ?? new Map<number, number>();
    counts.set(labels[item], row.set(predicted, (row.get(predicted) ?? 0) + 1));
  });
  return [...counts]
    .flatMap(([label, row]) => [...row].map(([predicted, items]) => ({ label, predicted, items })))
    .sort((a, b) => a.label - b.label || a.predicted - b.predicted);
}

/** The places that are told of, and up to `mostWrong` that were named wrong, at equal distances among those; rising. */
export function listedPlaces({ labels, named }: NamedItems, told: Iterable<number>): readonly number[] {
  const wrong = named.flatMap((predicted, item) => (predicted === labels[item] ? [] : [item]));
  const stride = Math.ceil(wrong.length / mostWrong);
  const some = wrong.filter((_, place) => place % stride === 0);
  return [...new Set([...told, ...some])].sort((a, b) => a - b);
}

/**
 * Gives items their pictures: first those named wrong, then others at equal distances, as long as there is room for them.
 * @param pixelsOf of an item, as base64
 */
export function withPictures(
  items: readonly ListedItem[],
  bytesEach: number,
  pixelsOf: (item: number) => string,
): readonly ListedItem[] {
  const room = Math.floor(mostPictureBytes / bytesEach);
  const isWrong = ({ label, predicted }: ListedItem) => label !== predicted;
  const wrong = items.filter(isWrong).slice(0, room);
  const right = items.filter((item) => !isWrong(item));
  const left = room - wrong.length;
  const stride = Math.ceil(right.length / left);
  const shown = new Set([...wrong, ...right.filter((_, place) => left > 0 && place % stride === 0)]);
  return items.map((item) => (shown.has(item) ? { ...item, pixels: pixelsOf(item.item) } : item));
}
