import { columnsOfGrouping, type Grouping } from '../../src-shared/runs/run-groups';
import type { CellValue, RunGroup, RunsPageRequest } from '../../src-shared/runs/run-table';
import type { Spread } from '../../src-shared/study/study-results';
import { ownValues, type ValueOf, type ValuesOf } from './kept-columns';
import { compareKeys, rankIn, type SortKey, sortKey } from './run-order';
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

/** What the table keeps of all its rows; without it, each row's own values are read. */
export interface KeptOfTable {
  readonly valuesOf?: ValuesOf | undefined;
  readonly differingSettings?: (() => readonly string[]) | undefined;
}

/** What all runs of a group have in one of the columns. */
interface Shared {
  readonly key: SortKey;
  /** Differs also where only case does, or where the texts of a list end. */
  readonly exact: Exact;
}
type Exact = string | number | boolean | undefined;

interface Group {
  readonly shared: readonly Shared[];
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
  { valuesOf = ownValues, differingSettings }: KeptOfTable = {},
): RowsByColumns {
  const known = differingSettings && { paths: differingSettings, valuesOf };
  const groupedBy = columnsOfGrouping(grouping, sorted, known);
  const groups = groupsOf(sorted, groupedBy, valuesOf);
  orderGroups(groups, sort[0], valuesOf);
  let first = 0;
  const said = groups.map(({ rows }) => {
    first += rows.length;
    const values = groupedBy.map((column) => rows[0]?.flat.get(column));
    return { values, ...groupSaid(rows, first - rows.length, summarised, valuesOf) };
  });
  return { rows: groups.flatMap(({ rows }) => rows), groups: said, groupedBy };
}

/** Column after column, so that no text is made of a row's values. */
function groupsOf(rows: readonly TableRow[], columns: readonly string[], valuesOf: ValuesOf): Group[] {
  let groups: readonly Group[] = rows.length > 0 ? [{ shared: [], rows: [...rows] }] : [];
  for (const column of columns) {
    const read = valuesOf(column);
    groups = groups.flatMap((group) => partsOf(group, read));
  }
  return [...groups];
}

function partsOf({ shared, rows }: Group, read: ValueOf): readonly Group[] {
  const parts = new Map<Exact, Group>();
  for (const row of rows) {
    const value = read(row);
    const exact = exactValue(value);
    const part = parts.get(exact);
    if (part) part.rows.push(row);
    else parts.set(exact, { shared: [...shared, { key: sortKey(value), exact }], rows: [row] });
  }
  return [...parts.values()];
}

function exactValue(value: CellValue | undefined): Exact {
  if (value === undefined || Number.isNaN(value)) return undefined;
  // No text of a cell begins so.
  return typeof value === 'object' ? `\0${JSON.stringify(value)}` : value;
}

/** What a group says of its runs, the first of which has this index among all rows. */
export function groupSaid(
  rows: readonly TableRow[],
  first: number,
  summarised: readonly string[],
  valuesOf: ValuesOf = ownValues,
): Omit<RunGroup, 'values'> {
  return {
    runs: rows.length,
    first,
    spreads: summarised.map((column) => spreadOfRows(rows, valuesOf(column))),
  };
}

function orderGroups(
  groups: Group[],
  by: RunsPageRequest['sort'][number] | undefined,
  valuesOf: ValuesOf,
): void {
  const isMeasured = groups.some(({ rows }) => areMeasured(rows, by?.column));
  const meanOfGroup = ({ rows }: Group) =>
    by && isMeasured ? rankIn(by.column)(meanOfRows(rows, valuesOf(by.column))) : undefined;
  const means = new Map(groups.map((group) => [group, meanOfGroup(group)]));
  groups.sort(
    (a, b) =>
      compareKeys(means.get(a), means.get(b), by?.descending === true) || compareAll(a.shared, b.shared),
  );
}

function compareAll(a: readonly Shared[], b: readonly Shared[]): number {
  const at = a.findIndex(({ exact }, index) => exact !== b[index]?.exact);
  if (at < 0) return 0;
  const texts = [a, b].map((shared) => String(shared[at]?.exact)) as [string, string];
  return compareKeys(a[at]?.key, b[at]?.key, false) || compareKeys(...texts, false);
}

/** Whether one of the runs has measured what a column holds. */
export function areMeasured(rows: readonly TableRow[], column: string | undefined): boolean {
  return column !== undefined && rows.some(({ summary: { metrics } }) => Object.hasOwn(metrics, column));
}

/** Of the finite numbers that rows have in a column; undefined where there are none. */
export function meanOfRows(rows: readonly TableRow[], read: ValueOf): number | undefined {
  const numbers = takeFinite(rows, read);
  return numbers.length === 0 ? undefined : sumOf(numbers) / numbers.length;
}

function sumOf(numbers: Float64Array): number {
  let sum = 0;
  for (const value of numbers) sum += value;
  return sum;
}

/** Filled anew for each column: of 10,000 rows, arrays that grow take as long as all the rest. */
let room = new Float64Array(0);

/** Their mean and spread, as `spreadOf` has them. */
function spreadOfRows(rows: readonly TableRow[], read: ValueOf): Spread | undefined {
  const numbers = takeFinite(rows, read);
  const count = numbers.length;
  if (count === 0) return undefined;
  const mean = sumOf(numbers) / count;
  let squares = 0;
  let min = Infinity;
  let max = -Infinity;
  for (const value of numbers) {
    squares += (value - mean) ** 2;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { mean, std: count > 1 ? Math.sqrt(squares / (count - 1)) : undefined, min, max, count };
}

/** They last until the next ones are taken. */
function takeFinite(rows: readonly TableRow[], read: ValueOf): Float64Array {
  if (room.length < rows.length) room = new Float64Array(rows.length);
  let count = 0;
  for (const row of rows) {
    const value = read(row);
    if (typeof value === 'number' && Number.isFinite(value)) room[count++] = value;
  }
  return room.subarray(0, count);
}
