import type { ResultColumn } from './tables/result-column';

/**
 * What is predicted of several targets of an item as columns of one row, called `price.mean`, `price.std`, ...; of one target
 * the columns stay.
 * @param columns whose values follow each other within an item
 */
export function besideEachOther(
  columns: readonly ResultColumn[],
  targetNames: readonly string[],
): readonly ResultColumn[] {
  const count = targetNames.length;
  if (count === 1) return columns;
  return targetNames.flatMap((target, place) =>
    columns.map((column): ResultColumn => {
      const name = `${target}.${column.name}`;
      if (column.kind === 'text')
        return { ...column, name, values: column.values.filter((_, at) => at % count === place) };
      const values = Array.from(
        { length: column.values.length / count },
        (_, item) => column.values[item * count + place],
      );
      return { name, kind: column.kind, values };
    }),
  );
}
