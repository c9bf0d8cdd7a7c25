import { meaningOf } from '../../src-shared/metrics';
import { columnPath } from '../../src-shared/runs/run-columns';
import type { CellValue, RunsPageRequest } from '../../src-shared/runs/run-table';
import { ownValues, type ValuesOf } from './kept-columns';
import { KeptResults } from './kept-results';
import type { TableRow } from './run-table';

/** A cell made ready for comparing, so that a sort of 10,000 rows does it once per row. */
export type SortKey = number | string | undefined;

const orders = new KeptResults<readonly TableRow[]>(8);

/**
 * The rows in order of the columns, the first counting most; equal rows stay as they were. Numbers come before
 * text, and rows without a value, or with NaN, last in either direction. What was sorted once is not sorted again, as long as these
 * are the same rows: filtering a sorted table keeps its order.
 */
export function sortedRows(
  rows: readonly TableRow[],
  sort: RunsPageRequest['sort'],
  valuesOf: ValuesOf = ownValues,
): readonly TableRow[] {
  // Each pass keeps the order of the one before among equal rows, so the last one counts most.
  return orders.get(rows, JSON.stringify(sort), () =>
    sort.reduceRight(
      (before, { column, descending }) => sortedBy(before, keysOf(column, valuesOf), descending),
      rows,
    ),
  );
}

function keysOf(column: string, valuesOf: ValuesOf): (row: TableRow) => SortKey {
  const read = valuesOf(column);
  const rank = rankIn(column);
  return (row) => rank(sortKey(read(row)));
}

/** Of a column whose values should be one number, how far they are from it: a coverage of 0.97 is worse than one of 0.88. */
export function rankIn(column: string): <Key extends SortKey>(key: Key) => Key | number {
  const { nearestTo } = meaningOf(columnPath(column));
  return (key) => (nearestTo === undefined || typeof key !== 'number' ? key : Math.abs(key - nearestTo));
}

function sortedBy(
  rows: readonly TableRow[],
  keyOf: (row: TableRow) => SortKey,
  descending: boolean,
): readonly TableRow[] {
  const numbers: Keyed<number>[] = [];
  const texts: Keyed<string>[] = [];
  const without: TableRow[] = [];
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) without.push(row);
    else if (typeof key === 'number') numbers.push({ key, row });
    else texts.push({ key, row });
  }
  // Both sorts are stable, and falling order is not rising order read backwards: equal rows stay as they were.
  const sign = descending ? -1 : 1;
  numbers.sort((a, b) => sign * (a.key - b.key));
  texts.sort((a, b) => (a.key === b.key ? 0 : a.key < b.key ? -sign : sign));
  const keyed = descending ? [...texts, ...numbers] : [...numbers, ...texts];
  return [...keyed.map(({ row }) => row), ...without];
}

interface Keyed<Key> {
  readonly key: Key;
  readonly row: TableRow;
}

/** Numbers before text, and what has no value last in either direction. */
export function compareKeys(a: SortKey, b: SortKey, descending: boolean): number {
  if (a === b) return 0;
  if (a === undefined) return 1;
  if (b === undefined) return -1;
  const isBefore = typeof a === typeof b ? a < b : typeof a === 'number';
  return isBefore === descending ? 1 : -1;
}

export function sortKey(value: CellValue | undefined): SortKey {
  if (value === undefined || Number.isNaN(value)) return undefined;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return (typeof value === 'string' ? value : value.join(', ')).toLowerCase();
}
