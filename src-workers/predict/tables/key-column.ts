import type { RowKey } from '../../data/row-key';
import type { ResultColumn } from './result-column';

/**
 * What rows of a table are told apart by.
 * @param rows of each item, where a key has one for all of them
 */
export function keyColumn({ name, of }: RowKey, items: Iterable<number>, rows = 1): ResultColumn {
  const keys = Array.from(items, (item) => {
    const own = of(item);
    return own.length === 1 ? Array.from({ length: rows }, () => own[0]) : own;
  }).flat();
  const numbers = keys.filter((key) => typeof key === 'number');
  if (numbers.length === keys.length) return { name, kind: 'count', values: numbers };
  return { name, kind: 'text', values: keys.map(String) };
}
