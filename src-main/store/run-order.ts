import { columnPath } from '../../src-shared/run-columns';
import type { CellValue, RunGroup, RunsPageRequest } from '../../src-shared/run-table';
import type { TableRow } from './run-table';

/** A cell made ready for comparing, so that a sort of 10,000 rows does it once per row. */
type SortKey = number | string | undefined;

/**
 * The rows in order of the columns, the first counting most; equal rows stay as they were. Numbers come before
 * text, and rows without a value, or with NaN, last in either direction.
 */
export function sortedRows(rows: readonly TableRow[], sort: RunsPageRequest['sort']): readonly TableRow[] {
  // Each pass keeps the order of the one before among equal rows, so the last one counts most.
  return sort.reduceRight((sorted, { column, descending }) => sortedBy(sorted, column, descending), rows);
}

/** Equal rows are put together first: only the values are sorted, however many rows share them. */
function sortedBy(rows: readonly TableRow[], column: string, descending: boolean): readonly TableRow[] {
  const byKey = new Map<SortKey, TableRow[]>();
  for (const row of rows) {
    const key = sortKey(row, column);
    const equal = byKey.get(key);
    if (equal) equal.push(row);
    else byKey.set(key, [row]);
  }
  const keys = [...byKey.keys()];
  const numbers = Float64Array.from(keys.filter((key) => typeof key === 'number')).sort();
  const texts = keys.filter((key) => typeof key === 'string').sort();
  const ordered = [...numbers, ...texts];
  if (descending) ordered.reverse();
  return [...ordered, undefined].flatMap((key) => byKey.get(key) ?? []);
}

/** Neighbours with the same value of the column, counted; all rows as one group where there is no column. */
export function groupsOf(rows: readonly TableRow[], column: string | undefined): RunGroup[] {
  const groups: { value: CellValue | undefined; runs: number; first: number }[] = [];
  let last: SortKey;
  rows.forEach((row, index) => {
    const key = column === undefined ? '' : sortKey(row, column);
    const group = groups.at(-1);
    if (group && key === last) group.runs += 1;
    else {
      const value = column === undefined ? undefined : row.flat.get(columnPath(column));
      groups.push({ value, runs: 1, first: index });
    }
    last = key;
  });
  return groups;
}

function sortKey({ flat }: TableRow, column: string): SortKey {
  const value = flat.get(columnPath(column));
  if (value === undefined || Number.isNaN(value)) return undefined;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return (typeof value === 'string' ? value : value.join(', ')).toLowerCase();
}
