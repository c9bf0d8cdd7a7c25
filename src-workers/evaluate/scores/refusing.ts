import type { KeptShare } from '../../../src-shared/assessment/kept-share';

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
  const items = itemsOf(doubts, counts);
  if (items < 2) return { aurc: Number.NaN, augrc: Number.NaN };
  // Sums over all coverages, of which the first and the last count half: a trapezium reaches from one to the next.
  let [kept, lost, risks, losts, firstRisk] = [0, 0, 0, 0, 0];
  for (let first = 0; first < doubts.length; ) {
    const last = endOfTies(doubts, first);
    const tied = timesOf(counts, first, last);
    const each = tied === 0 ? 0 : lossOf(losses, counts, first, last) / tied;
    if (kept === 0) firstRisk = each;
    for (let place = 0; place < tied; place += 1) {
      kept += 1;
      lost += each;
      risks += lost / kept;
      losts += lost;
    }
    first = last;
  }
  return {
    aurc: (risks - (firstRisk + lost / items) / 2) / (items - 1),
    augrc: (losts - (firstRisk + lost) / 2) / items / (items - 1),
  };
}

/**
 * The largest share of items that can be kept with a mean loss of at most `risk`; 0 where none can.
 * @param counts how often each item counts; once without it
 */
export function coverageAtRisk({ doubts, losses }: ByDoubt, risk: number, counts?: Uint32Array): number {
  let [kept, lost, most] = [0, 0, 0];
  for (let first = 0; first < doubts.length; ) {
    const last = endOfTies(doubts, first);
    const tied = timesOf(counts, first, last);
    const loss = lossOf(losses, counts, first, last);
    kept += tied;
    lost += loss;
    if (lost / kept <= risk) most = kept;
    first = last;
  }
  return most / kept;
}

/**
 * The mean loss of what is kept at up to `points` coverages, the last of which is all items.
 * @param counts how often each item counts; once without it
 */
export function riskCoverage({ doubts, losses }: ByDoubt, points: number, counts?: Uint32Array): KeptShare[] {
  const items = itemsOf(doubts, counts);
  const wanted = new Set(
    Array.from({ length: points }, (_, point) => Math.ceil(((point + 1) * items) / points)),
  );
  const shares: KeptShare[] = [];
  let [kept, lost] = [0, 0];
  for (let first = 0; first < doubts.length; ) {
    const last = endOfTies(doubts, first);
    const tied = timesOf(counts, first, last);
    const loss = lossOf(losses, counts, first, last);
    for (const share of wanted) {
      if (share > kept + tied) break;
      wanted.delete(share);
      const risk = (lost + (loss * (share - kept)) / tied) / share;
      shares.push({ coverage: share / items, risk, doubt: doubts[first] });
    }
    kept += tied;
    lost += loss;
    first = last;
  }
  return shares;
}

/** Each counted so often. */
function itemsOf(doubts: Float32Array, counts: Uint32Array | undefined): number {
  if (counts === undefined) return doubts.length;
  let items = 0;
  for (let place = 0; place < counts.length; place += 1) items += counts[place];
  return items;
}

function endOfTies(doubts: Float32Array, first: number): number {
  let last = first + 1;
  while (last < doubts.length && doubts[last] === doubts[first]) last += 1;
  return last;
}

/** How often tied items count together. */
function timesOf(counts: Uint32Array | undefined, first: number, last: number): number {
  if (counts === undefined) return last - first;
  let times = 0;
  for (let item = first; item < last; item += 1) times += counts[item];
  return times;
}

/** Their losses together, each as often as it counts. */
function lossOf(losses: Float64Array, counts: Uint32Array | undefined, first: number, last: number): number {
  let loss = 0;
  for (let item = first; item < last; item += 1)
    loss += counts === undefined ? losses[item] : counts[item] * losses[item];
  return loss;
}
