import { columnAliases, ownColumns } from '../../src-shared/run-columns';
import type { CellValue, ColumnKind, RunColumn } from '../../src-shared/run-table';
import type { TableRow } from './run-table';

const aliasOf = new Map(Object.entries(columnAliases).map(([alias, path]) => [path, alias]));

/** Every column that some run has: the runs' own first, then parameters, then metrics by name. */
export function runColumns(rows: readonly TableRow[]): RunColumn[] {
  const metrics = new Set(rows.flatMap(({ summary }) => Object.keys(summary.metrics)));
  const values = valuesByPath(rows);
  const own = ownColumns.map((path) => describe(path, 'run', values.get(path) ?? []));
  const others = [...values.keys()].filter((path) => own.every((column) => column.path !== path)).sort();
  const [measured, given] = [
    others.filter((path) => metrics.has(path)),
    others.filter((path) => !metrics.has(path)),
  ];
  return [
    ...own,
    ...given.map((path) => describe(path, 'parameter', values.get(path) ?? [])),
    ...measured.map((path) => describe(path, 'metric', values.get(path) ?? [])),
  ];
}

function valuesByPath(rows: readonly TableRow[]): ReadonlyMap<string, CellValue[]> {
  const values = new Map<string, CellValue[]>();
  for (const { flat } of rows)
    for (const [path, value] of flat) {
      const known = values.get(path);
      if (known) known.push(value);
      else values.set(path, [value]);
    }
  return values;
}

function describe(path: string, source: RunColumn['source'], values: readonly CellValue[]): RunColumn {
  const alias = aliasOf.get(path);
  const distinct = new Set(values.map((value) => (Array.isArray(value) ? value.join('\n') : value))).size;
  return { path, ...(alias === undefined ? {} : { alias }), kind: kindOf(path, values), source, distinct };
}

function kindOf(path: string, values: readonly CellValue[]): ColumnKind {
  if (path === 'created') return 'time';
  if (path === 'duration') return 'duration';
  const [value] = values;
  if (typeof value === 'number') return values.every((one) => typeof one === 'number') ? 'number' : 'text';
  if (typeof value === 'boolean') return 'flag';
  return Array.isArray(value) ? 'list' : 'text';
}
