import type { DoubtBins } from '../../../src-shared/assessment/doubt-bins';

/** Items that a report has a dot for each of at most. */
export const mostDoubts = 2000;

const parts = 60;
/** The far ends lie no nearer, so that rounding errors do not fill the plane. */
const leastMost = 1e-3;

interface Doubt {
  readonly aleatoric: number;
  readonly epistemic: number;
  readonly isWrong: boolean;
}

/**
 * Counts items by their doubts; undefined where each has a dot. One whose doubt is no number, as a diverged run's, is nowhere.
 * @param doubtOf of the item at a place
 */
export function doubtBins(items: number, doubtOf: (place: number) => Doubt): DoubtBins | undefined {
  if (items <= mostDoubts) return undefined;
  let most = leastMost;
  for (let place = 0; place < items; place += 1) {
    const { aleatoric, epistemic } = doubtOf(place);
    if (Number.isFinite(aleatoric + epistemic)) most = Math.max(most, aleatoric, epistemic);
  }
  const counts = new Map<number, [items: number, wrong: number]>();
  const partOf = (doubt: number) => Math.min(parts - 1, Math.floor((doubt / most) * parts));
  for (let place = 0; place < items; place += 1) {
    const { aleatoric, epistemic, isWrong } = doubtOf(place);
    if (!Number.isFinite(aleatoric + epistemic)) continue;
    const cell = partOf(epistemic) * parts + partOf(aleatoric);
    const [all, wrong] = counts.get(cell) ?? [0, 0];
    counts.set(cell, [all + 1, wrong + (isWrong ? 1 : 0)]);
  }
  const cells = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([cell, [all, wrong]]): DoubtBins['cells'][number] => [
      cell % parts,
      Math.floor(cell / parts),
      all,
      wrong,
    ]);
  return { most, parts, cells };
}
