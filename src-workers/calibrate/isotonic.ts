import type { Curve } from '../../src-shared/assessment/calibration';

/** Items that share one value, which is the mean of theirs. */
interface Block {
  sum: number;
  weight: number;
  readonly first: number;
  last: number;
}

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955): of all curves that never fall the one with the smallest
 * squared error. Items at the same place count as one with the mean of their values.
 * @param at where each item lies
 * @param values 0 or 1 for what did not or did come, or any number
 */
export function fitIsotonic(at: ArrayLike<number>, values: ArrayLike<number>): Curve {
  const order = Array.from({ length: at.length }, (_, item) => item).sort((a, b) => at[a] - at[b]);
  const blocks: Block[] = [];
  for (const one of byPlace(order, at, values)) {
    blocks.push(one);
    while (blocks.length > 1 && meanOf(blocks[blocks.length - 2]) >= meanOf(blocks[blocks.length - 1])) {
      const right = blocks.pop() as Block;
      const left = blocks[blocks.length - 1];
      left.sum += right.sum;
      left.weight += right.weight;
      left.last = right.last;
    }
  }
  // A block of one place is one point of the curve, another its two ends.
  const ends = blocks.flatMap((block) =>
    block.first === block.last
      ? [[block.first, meanOf(block)]]
      : [block.first, block.last].map((end) => [end, meanOf(block)]),
  );
  return { at: ends.map(([place]) => place), values: ends.map(([, value]) => value) };
}

function byPlace(order: readonly number[], at: ArrayLike<number>, values: ArrayLike<number>): Block[] {
  const places: Block[] = [];
  for (const item of order) {
    const last = places.at(-1);
    if (last && last.first === at[item]) {
      last.sum += values[item];
      last.weight += 1;
    } else places.push({ sum: values[item], weight: 1, first: at[item], last: at[item] });
  }
  return places;
}

function meanOf({ sum, weight }: Block): number {
  return sum / weight;
}

/** The curve's value at a place, between two points on the straight line. */
export function valueAt({ at, values }: Curve, place: number): number {
  const above = firstAbove(at, place);
  if (above === 0) return values[0];
  if (above === at.length) return values[at.length - 1];
  const share = (place - at[above - 1]) / (at[above] - at[above - 1]);
  return values[above - 1] + share * (values[above] - values[above - 1]);
}

/** Where a curve of rising values first has a value; beyond its ends the end. */
export function placeOf({ at, values }: Curve, value: number): number {
  const above = values.findIndex((one) => one >= value);
  if (above === -1) return at[at.length - 1];
  if (above === 0) return at[0];
  const share = (value - values[above - 1]) / (values[above] - values[above - 1]);
  return at[above - 1] + share * (at[above] - at[above - 1]);
}

/** How many of rising numbers are not above the one that is asked for. */
function firstAbove(rising: readonly number[], asked: number): number {
  let low = 0;
  let high = rising.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rising[middle] <= asked) low = middle + 1;
    else high = middle;
  }
  return low;
}
