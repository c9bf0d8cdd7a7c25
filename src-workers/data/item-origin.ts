import type { RowKey } from './row-key';

/**
 * Where an item comes from, as "row 17"; undefined where its data do not tell.
 * @param value its place among the item's values, where it has several
 */
export function itemOrigin(keys: readonly RowKey[], item: number, value = 0): string | undefined {
  if (keys.length === 0) return undefined;
  return keys
    .map(({ name, of }) => {
      const places = of(item);
      return `${name} ${places[value] ?? places[0]}`;
    })
    .join(', ');
}
