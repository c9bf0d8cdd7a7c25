import { columnAliases, ownColumns } from '../../src-shared/runs/run-columns';
import type { CellValue, ColumnKind, RunColumn } from '../../src-shared/runs/run-table';
import type { TableRow } from './run-table';

const aliasOf = new Map(Object.entries(columnAliases).map(([alias, path]) => [path, alias]));

/** What is known of a column after a look at all its values. */
interface ColumnFacts {
  readonly first: CellValue | undefined;
  areNumbers: boolean;
  /** A list as its entries in lines. */
  readonly distinct: Set<string | number | boolean>;
}

/** A look at every value of 10,000 runs takes long: what it found is kept for as long as these rows are. */
const found = new WeakMap<readonly TableRow[], RunColumn[]>();

/** Every column that some run has: the runs' own first, then parameters, then metrics by name. */
export function runColumns(rows: readonly TableRow[]): readonly RunColumn[] {
  const known = found.get(rows);
  if (known) return known;
  const columns = readColumns(rows);
  found.set(rows, columns);
  return columns;
}

function readColumns(rows: readonly TableRow[]): RunColumn[] {
  const metrics = new Set<string>();
  for (const { summary } of rows) for (const name of Object.keys(summary.metrics)) metrics.add(name);
  const facts = factsByPath(rows);
  const own = new Set<string>(ownColumns);
  const others = [...facts.keys()].filter((path) => !own.has(path)).sort();
  const describe = (source: RunColumn['source']) => (path: string) =>
    describeColumn(path, source, facts.get(path));
  return [
    ...ownColumns.map(describe('run')),
    ...others.filter((path) => !metrics.has(path)).map(describe('parameter')),
    ...others.filter((path) => metrics.has(path)).map(describe('metric')),
  ];
}

function factsByPath(rows: readonly TableRow[]): ReadonlyMap<string, ColumnFacts> {
  const facts = new Map<string, ColumnFacts>();
  for (const { flat } of rows)
    for (const [path, value] of flat) {
      let own = facts.get(path);
      if (!own) {
        own = { first: value, areNumbers: true, distinct: new Set() };
        facts.set(path, own);
      }
      if (typeof value !== 'number') own.areNumbers = false;
      own.distinct.add(typeof value === 'object' ? value.join('\n') : value);
    }
  return facts;
}

function describeColumn(
  path: string,
  source: RunColumn['source'],
  facts: ColumnFacts | undefined,
): RunColumn {
  const alias = aliasOf.get(path);
  const distinct = facts?.distinct.size ?? 0;
  return { path, ...(alias === undefined ? {} : { alias }), kind: kindOf(path, facts), source, distinct };
}

function kindOf(path: string, facts: ColumnFacts | undefined): ColumnKind {
  if (path === 'created') return 'time';
  if (path === 'duration') return 'duration';
  if (typeof facts?.first === 'number') return facts.areNumbers ? 'number' : 'text';
  if (typeof facts?.first === 'boolean') return 'flag';
  return Array.isArray(facts?.first) ? 'list' : 'text';
}
