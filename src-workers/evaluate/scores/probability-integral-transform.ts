/** Fine enough to read the coverage of any central interval off them in steps of 2 %. */
const bins = 100;

const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * Of the value at a place among those scored, in place of a random number: evenly spread between 0 and 1, and the same each
 * time (multiples of the golden ratio).
 */
export function chanceAt(place: number): number {
  return ((place + 1) * goldenRatio) % 1;
}

/** Counts transforms in bins of equal width. */
export class TransformHistogram {
  readonly counts = new Array<number>(bins).fill(0);

  /** @param transform between 0 and 1; one that is no number is left out */
  add(transform: number): void {
    if (Number.isNaN(transform)) return;
    this.counts[Math.min(bins - 1, Math.floor(transform * bins))] += 1;
  }
}
