import type { DrawnTogether } from '../../../src-shared/assessment/drawn-together';
import type { Dependence } from '../../data/dependence';
import { blockLength } from './block-length';

/** Items that are drawn together, since they depend on each other. */
export interface Clusters {
  /** Of each item the number of its cluster. */
  readonly of: Uint32Array;
  readonly count: number;
  readonly drawn: DrawnTogether;
}

/**
 * Whole groups, or blocks of time that are long enough for every loss.
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
      return blocksOf(losses);
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

function blocksOf(losses: readonly ArrayLike<number>[]): Clusters | undefined {
  const items = losses[0].length;
  const length = losses.reduce((longest, series) => Math.max(longest, blockLength(series)), 1);
  if (length === 1) return undefined;
  const count = Math.ceil(items / length);
  const of = Uint32Array.from({ length: items }, (_, item) => Math.floor(item / length));
  return { of, count, drawn: { kind: 'blocks', length, count } };
}
