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
  if (sort.length === 0) return rows;
  const directions = sort.map(({ descending }) => (descending ? -1 : 1));
  const keyed = rows.map((row) => ({ row, keys: sort.map(({ column }) => sortKey(row, column)) }));
  return keyed.sort((a, b) => compareAll(a.keys, b.keys, directions)).map(({ row }) => row);
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

function compareAll(a: readonly SortKey[], b: readonly SortKey[], directions: readonly number[]): number {
  for (let index = 0; index < a.length; index += 1) {
    const order = compare(a[index], b[index], directions[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compare(a: SortKey, b: SortKey, direction: number): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  if (typeof a !== typeof b) return typeof a === 'number' ? -direction : direction;
  return a < b ? -direction : direction;
}
