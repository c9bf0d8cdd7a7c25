import { columnPath } from '../../src-shared/runs/run-columns';
import { columnsOfGrouping, type Grouping } from '../../src-shared/runs/run-groups';
import type { RunGroup, RunsPageRequest } from '../../src-shared/runs/run-table';
import { spreadOf } from '../../src-shared/study/study-results';
import { compareKeys, type SortKey, sortKey } from './run-order';
import type { TableRow } from './run-table';

/** Rows put together by groups, and what each group says of its runs. */
export interface GroupedRows {
  readonly rows: readonly TableRow[];
  readonly groups: readonly RunGroup[];
}

interface RowsByColumns extends GroupedRows {
  /** Paths of the columns, whose values each group has in this order. */
  readonly groupedBy: readonly string[];
}

interface Group {
  readonly keys: readonly SortKey[];
  readonly rows: TableRow[];
}

/**
 * Puts rows with the same values together; within a group they stay as they are. Groups lie in the order of their values, or of
 * their means where what is sorted by first was measured.
 */
export function groupedRows(
  sorted: readonly TableRow[],
  grouping: Grouping,
  { sort, summarised }: Pick<RunsPageRequest, 'sort' | 'summarised'>,
): RowsByColumns {
  const groupedBy = columnsOfGrouping(
    grouping,
    sorted.map(({ flat, summary }) => ({ flat, metrics: summary.metrics })),
  );
  const groups = groupsOf(sorted, groupedBy);
  orderGroups(groups, sort[0]);
  let first = 0;
  const said = groups.map(({ rows }) => {
    first += rows.length;
    const values = groupedBy.map((column) => rows[0]?.flat.get(column));
    return { values, ...groupSaid(rows, first - rows.length, summarised) };
  });
  return { rows: groups.flatMap(({ rows }) => rows), groups: said, groupedBy };
}

function groupsOf(rows: readonly TableRow[], columns: readonly string[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const keys = columns.map((column) => sortKey(row, column));
    const name = JSON.stringify(keys.map((key) => key ?? null));
    const group = groups.get(name);
    if (group) group.rows.push(row);
    else groups.set(name, { keys, rows: [row] });
  }
  return [...groups.values()];
}

/** What a group says of its runs, the first of which has this index among all rows. */
export function groupSaid(
  rows: readonly TableRow[],
  first: number,
  summarised: readonly string[],
): Omit<RunGroup, 'values'> {
  return {
    runs: rows.length,
    first,
    spreads: summarised.map((column) => spreadOf(rows.map((row) => finiteNumber(row, column)))),
  };
}

function orderGroups(groups: Group[], by: RunsPageRequest['sort'][number] | undefined): void {
  const isMeasured = groups.some(({ rows }) => areMeasured(rows, by?.column));
  const meanOf = ({ rows }: Group) => (by && isMeasured ? meanOfRows(rows, by.column) : undefined);
  const means = new Map(groups.map((group) => [group, meanOf(group)]));
  groups.sort(
    (a, b) => compareKeys(means.get(a), means.get(b), by?.descending === true) || compareAll(a.keys, b.keys),
  );
}

function compareAll(a: readonly SortKey[], b: readonly SortKey[]): number {
  const at = a.findIndex((key, index) => key !== b[index]);
  return at < 0 ? 0 : compareKeys(a[at], b[at], false);
}

/** Whether one of the runs has measured what a column holds. */
export function areMeasured(rows: readonly TableRow[], column: string | undefined): boolean {
  return column !== undefined && rows.some(({ summary: { metrics } }) => Object.hasOwn(metrics, column));
}

/** Of the finite numbers that rows have in a column; undefined where there are none. */
export function meanOfRows(rows: readonly TableRow[], column: string): number | undefined {
  return spreadOf(rows.map((row) => finiteNumber(row, column)))?.mean;
}

function finiteNumber({ flat }: TableRow, column: string): number | undefined {
  const value = flat.get(columnPath(column));
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
