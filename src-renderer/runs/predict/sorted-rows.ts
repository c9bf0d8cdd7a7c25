export type Cell = string | number;

/** Rows by one of their cells, numbers by size and texts by the alphabet; equal ones stay in their order. */
export function sortedRows(
  rows: readonly (readonly Cell[])[],
  column: number,
  isDescending: boolean,
): readonly (readonly Cell[])[] {
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => sign * compared(a[column] ?? '', b[column] ?? ''));
}

function compared(one: Cell, other: Cell): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other), 'en');
}

/** The column that says how doubtful rows are; undefined where none does. */
export function doubtColumn(columns: readonly string[]): number | undefined {
  // Of several targets it is that of the first.
  const at = columns.findIndex((name) => /(^|\.)(entropy_nats|std)$/.test(name));
  return at < 0 ? undefined : at;
}

/** Places of the columns that are shown: of many, those of single classes are left to the file. */
export function shownColumns(columns: readonly string[], most: number): readonly number[] {
  const all = columns.map((_, place) => place);
  if (all.length <= most) return all;
  return all
    .filter((place) => !/^(calibrated_|beta_|isotonic_)?p_/.test(columns[place] ?? ''))
    .slice(0, most);
}
