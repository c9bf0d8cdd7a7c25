import type { KeptShare } from '../../src-shared/kept-share';

/** How the risk of what is kept falls when the most doubtful items are refused. */
export interface Refusing {
  /** Area under the curve of selective risk over coverage (Geifman and El-Yaniv 2017). */
  readonly aurc: number;
  /** The same of generalised risk, the share of all items that are kept and wrong (Traub et al. 2024). */
  readonly augrc: number;
}

/** Items by rising doubt. */
export interface ByDoubt {
  /** [items] */
  readonly doubts: Float32Array;
  /** Of the same items, such as 1 where the answer is wrong. */
  readonly losses: Float64Array;
}

/** @param losses of the items, 1 where the answer is wrong */
export function byDoubt(doubts: Float32Array, losses: ArrayLike<number>): ByDoubt {
  const order = Array.from(doubts.keys()).sort((a, b) => doubts[a] - doubts[b]);
  return {
    doubts: Float32Array.from(order, (item) => doubts[item]),
    losses: Float64Array.from(order, (item) => losses[item]),
  };
}

/**
 * Both areas, by trapezia over coverages from one item to all, as TorchUncertainty has them. Items of equal doubt come in any
 * order, so that their losses count evenly.
 * @param counts how often each item counts; once without it
 * @returns NaN where there are fewer than 2 items
 */
export function refusing({ doubts, losses }: ByDoubt, counts?: Uint32Array): Refusing {
  const items = counts?.reduce((sum, count) => sum + count, 0) ?? doubts.length;
  if (items < 2) return { aurc: Number.NaN, augrc: Number.NaN };
  let [kept, lost, aurc, augrc] = [0, 0, 0, 0];
  for (let first = 0; first < doubts.length; ) {
    const last = endOfTies(doubts, first);
    const tied = tiedLoss(losses, counts, first, last);
    const each = tied.count === 0 ? 0 : tied.loss / tied.count;
    for (let place = 0; place < tied.count; place += 1) {
      kept += 1;
      lost += each;
      // Half of the first and of the last: a trapezium reaches from one coverage to the next.
      const weight = kept === 1 || kept === items ? 0.5 : 1;
      aurc += (weight * lost) / kept;
      augrc += (weight * lost) / items;
    }
    first = last;
  }
  return { aurc: aurc / (items - 1), augrc: augrc / (items - 1) };
}

/** The largest share of items that can be kept with a mean loss of at most `risk`; 0 where none can. */
export function coverageAtRisk({ doubts, losses }: ByDoubt, risk: number): number {
  let [lost, most] = [0, 0];
  for (let first = 0; first < doubts.length; ) {
    const last = endOfTies(doubts, first);
    lost += tiedLoss(losses, undefined, first, last).loss;
    if (lost / last <= risk) most = last;
    first = last;
  }
  return most / doubts.length;
}

/** The mean loss of what is kept at up to `points` coverages, the last of which is all items. */
export function riskCoverage({ doubts, losses }: ByDoubt, points: number): KeptShare[] {
  const items = doubts.length;
  const sums = new Float64Array(items + 1);
  for (let first = 0; first < items; ) {
    const last = endOfTies(doubts, first);
    const { loss } = tiedLoss(losses, undefined, first, last);
    for (let place = first; place < last; place += 1)
      sums[place + 1] = sums[first] + (loss * (place + 1 - first)) / (last - first);
    first = last;
  }
  const counts = Array.from({ length: points }, (_, point) => Math.ceil(((point + 1) * items) / points));
  return [...new Set(counts)].map((kept) => ({
    coverage: kept / items,
    risk: sums[kept] / kept,
    doubt: doubts[kept - 1],
  }));
}

function endOfTies(doubts: Float32Array, first: number): number {
  let last = first + 1;
  while (last < doubts.length && doubts[last] === doubts[first]) last += 1;
  return last;
}

function tiedLoss(
  losses: Float64Array,
  counts: Uint32Array | undefined,
  first: number,
  last: number,
): { readonly count: number; readonly loss: number } {
  let [count, loss] = [0, 0];
  for (let item = first; item < last; item += 1) {
    const times = counts?.[item] ?? 1;
    count += times;
    loss += times * losses[item];
  }
  return { count, loss };
}
