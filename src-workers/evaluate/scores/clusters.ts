import type { DrawnTogether } from '../../../src-shared/assessment/drawn-together';
import type { Span } from '../../../src-shared/experiment/data/time-split';
import type { Dependence } from '../../data/dependence';
import { commonBlockLength } from './block-length';

/** Items that are drawn together, since they depend on each other. */
export interface Clusters {
  /** Of each item the number of its cluster. */
  readonly of: Uint32Array;
  readonly count: number;
  readonly drawn: DrawnTogether;
}

/**
 * Whole groups, or blocks of time that are long enough for every loss, none of which reaches from one series into another.
 * @param losses of the items, by which blocks are measured
 */
export function clustersOf(
  dependence: Dependence | undefined,
  losses: readonly ArrayLike<number>[],
): Clusters | undefined {
  switch (dependence?.kind) {
    case undefined:
      return undefined;
    case 'groups':
      return wholeGroups(dependence);
    case 'time':
      return blocksOf(losses, dependence.series);
  }
}

function wholeGroups({ column, of }: Extract<Dependence, { kind: 'groups' }>): Clusters {
  const numbers = new Map<number, number>();
  const renumbered = of.map((group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
  return { of: renumbered, count: numbers.size, drawn: { kind: 'groups', column, count: numbers.size } };
}

function blocksOf(losses: readonly ArrayLike<number>[], series?: Uint32Array): Clusters | undefined {
  const items = losses[0].length;
  const spans = spansOf(series ?? new Uint32Array(items));
  const length = losses.reduce((longest, loss) => {
    const values = Float64Array.from(loss);
    return Math.max(longest, commonBlockLength(spans.map(({ first, end }) => values.subarray(first, end))));
  }, 1);
  if (length === 1) return undefined;
  const of = new Uint32Array(items);
  let count = 0;
  for (const { first, end } of spans) {
    for (let item = first; item < end; item += 1) of[item] = count + Math.floor((item - first) / length);
    count += Math.ceil((end - first) / length);
  }
  return { of, count, drawn: { kind: 'blocks', length, count } };
}

/** Items that follow each other and are of one series. */
function spansOf(series: Uint32Array): readonly Span[] {
  const firsts = [...series.keys()].filter((item) => item === 0 || series[item] !== series[item - 1]);
  return firsts.map((first, place) => ({ first, end: firsts[place + 1] ?? series.length }));
}
