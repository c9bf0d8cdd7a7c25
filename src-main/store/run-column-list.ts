import { columnAliases, type FlatRun, ownColumns } from '../../src-shared/runs/run-columns';
import type { CellValue, ColumnKind, RunColumn } from '../../src-shared/runs/run-table';

const aliasOf = new Map(Object.entries(columnAliases).map(([alias, path]) => [path, alias]));

/** A run as its columns see it. */
export interface ColumnsOfRun {
  readonly flat: FlatRun;
  readonly summary: { readonly metrics: Readonly<Record<string, number>> };
}

/** How many runs have what in a column. */
interface ColumnFacts {
  numbers: number;
  flags: number;
  lists: number;
  texts: number;
  /** Runs that measured it. */
  metrics: number;
  /** Runs by value; a list as its entries in lines. */
  readonly values: Map<string | number | boolean, number>;
}

/**
 * Every column that some run has. A look at every value of 10,000 runs takes a third of a second, in which nothing else is answered: only
 * runs that are others than they were the last time are looked at, and of those only what is another.
 */
export class ColumnList {
  readonly #facts = new Map<string, ColumnFacts>();
  /** Each run by its key, as it was counted. */
  readonly #counted = new Map<number, ColumnsOfRun>();

  /** The runs' own columns first, then parameters, then metrics by name. @param rows all that there are, by their keys */
  columns(rows: ReadonlyMap<number, ColumnsOfRun>): readonly RunColumn[] {
    this.count(rows, Infinity);
    return listed(this.#facts);
  }

  /** Settings in which runs may differ: several have different values, or some have none. */
  differing(rows: ReadonlyMap<number, ColumnsOfRun>): readonly string[] {
    this.count(rows, Infinity);
    const differs = ({ values, metrics, ...kinds }: ColumnFacts) =>
      metrics === 0 && (values.size > 1 || allOf(kinds) < rows.size);
    return [...this.#facts].flatMap(([path, facts]) => (differs(facts) ? [path] : []));
  }

  /** Looks at this many runs of those that it does not know yet; returns whether there were as many. */
  count(rows: ReadonlyMap<number, ColumnsOfRun>, most: number): boolean {
    let left = most;
    for (const [key, row] of rows) {
      if (left === 0) return true;
      const known = this.#counted.get(key);
      if (known === row) continue;
      countRun(this.#facts, known, row);
      this.#counted.set(key, row);
      left -= 1;
    }
    if (this.#counted.size > rows.size) this.#dropGone(rows);
    return false;
  }

  forget(): void {
    this.#facts.clear();
    this.#counted.clear();
  }

  #dropGone(rows: ReadonlyMap<number, ColumnsOfRun>): void {
    for (const [key, known] of this.#counted)
      if (!rows.has(key)) {
        countRun(this.#facts, known, undefined);
        this.#counted.delete(key);
      }
  }
}

/** Counts a run as it is now in the place of what it was, of which there may be none. */
function countRun(
  facts: Map<string, ColumnFacts>,
  before: ColumnsOfRun | undefined,
  after: ColumnsOfRun | undefined,
): void {
  for (const [path, value] of after?.flat ?? []) countValue(facts, path, before, { value, after });
  for (const [path, value] of before?.flat ?? []) {
    const own = after?.flat.has(path) ? undefined : facts.get(path);
    if (!own) continue;
    count(own, value, -1, hasMetric(before, path));
    if (own.values.size === 0) facts.delete(path);
  }
}

function countValue(
  facts: Map<string, ColumnFacts>,
  path: string,
  before: ColumnsOfRun | undefined,
  { value, after }: { readonly value: CellValue; readonly after: ColumnsOfRun | undefined },
): void {
  const former = before?.flat.get(path);
  const [wasMetric, isMetric] = [hasMetric(before, path), hasMetric(after, path)];
  if (isSame(former, value) && isMetric === wasMetric) return;
  const own = facts.get(path) ?? newFacts();
  facts.set(path, own);
  count(own, value, 1, isMetric);
  if (former !== undefined) count(own, former, -1, wasMetric);
}

function hasMetric(run: ColumnsOfRun | undefined, path: string): boolean {
  return run !== undefined && Object.hasOwn(run.summary.metrics, path);
}

function isSame(one: CellValue | undefined, other: CellValue): boolean {
  return one !== undefined && Object.is(keyOf(one), keyOf(other)) && typeof one === typeof other;
}

function keyOf(value: CellValue): string | number | boolean {
  return typeof value === 'object' ? value.join('\n') : value;
}

function newFacts(): ColumnFacts {
  return { numbers: 0, flags: 0, lists: 0, texts: 0, metrics: 0, values: new Map() };
}

function count(facts: ColumnFacts, value: CellValue, by: 1 | -1, isMetric: boolean): void {
  if (typeof value === 'number') facts.numbers += by;
  else if (typeof value === 'boolean') facts.flags += by;
  else if (typeof value === 'object') facts.lists += by;
  else facts.texts += by;
  if (isMetric) facts.metrics += by;
  const key = keyOf(value);
  const runs = (facts.values.get(key) ?? 0) + by;
  if (runs === 0) facts.values.delete(key);
  else facts.values.set(key, runs);
}

function listed(facts: ReadonlyMap<string, ColumnFacts>): readonly RunColumn[] {
  const own = new Set<string>(ownColumns);
  const others = [...facts.keys()].filter((path) => !own.has(path)).sort();
  const isMetric = (path: string) => (facts.get(path)?.metrics ?? 0) > 0;
  const describe = (source: RunColumn['source']) => (path: string) =>
    describeColumn(path, source, facts.get(path));
  return [
    ...ownColumns.map(describe('run')),
    ...others.filter((path) => !isMetric(path)).map(describe('parameter')),
    ...others.filter(isMetric).map(describe('metric')),
  ];
}

function describeColumn(
  path: string,
  source: RunColumn['source'],
  facts: ColumnFacts | undefined,
): RunColumn {
  const alias = aliasOf.get(path);
  const distinct = facts?.values.size ?? 0;
  return { path, ...(alias === undefined ? {} : { alias }), kind: kindOf(path, facts), source, distinct };
}

/** Runs that have a value in the column. */
function allOf({ numbers, flags, lists, texts }: Omit<ColumnFacts, 'values' | 'metrics'>): number {
  return numbers + flags + lists + texts;
}

/** Of a column whose runs do not all have the same, text. */
function kindOf(path: string, facts: ColumnFacts | undefined): ColumnKind {
  if (path === 'created') return 'time';
  if (path === 'duration') return 'duration';
  if (!facts) return 'text';
  const { numbers, flags, lists } = facts;
  const all = allOf(facts);
  if (numbers === all) return 'number';
  if (flags === all) return 'flag';
  return lists === all ? 'list' : 'text';
}
