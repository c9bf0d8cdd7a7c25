import { BadInputError } from '../../src-shared/errors';
import { unknownColumn } from '../../src-shared/runs/run-query';
import { parseRunQuery } from '../../src-shared/runs/run-query-parser';
import type {
  FoundRuns,
  FoundRunsRequest,
  RunScope,
  RunsPage,
  RunsPageRequest,
  StudyOfRun,
} from '../../src-shared/runs/run-table';
import { foldedStudies } from './folded-studies';
import { ownValues, type ValuesOf } from './kept-columns';
import { KeptResults } from './kept-results';
import { groupedRows } from './run-groups';
import { sortedRows } from './run-order';
import { queryTest } from './run-query-match';
import type { TableRow } from './run-table';

/** The runs of the table, newest first, and the paths of all columns that some run has. */
export interface TableRows {
  readonly rows: readonly TableRow[];
  readonly paths: readonly string[];
  /** Of the runs that studies made. */
  readonly studies: ReadonlyMap<string, StudyOfRun>;
  /** Where columns are kept side by side; else each row's own values are read. */
  readonly valuesOf?: ValuesOf;
  /** Where it is known, the settings in which some of the runs may differ. */
  readonly differingSettings?: () => readonly string[];
}

/** One page of the runs that a query finds. Throws BadInputError that names the character of a wrong query. */
export function runsPage(table: TableRows, request: RunsPageRequest): RunsPage {
  const { from, count } = request;
  const { rows, ...page } = orderedRows(table, request);
  return { ...page, rows: rows.slice(from, from + count).map(({ summary }) => summary) };
}

/** Every run that a query finds, in the order of the pages' rows. Throws as `runsPage` does. */
export function foundRuns(table: TableRows, request: FoundRunsRequest): FoundRuns {
  const { rows, groups } = orderedRows(table, request);
  return { ids: rows.map(({ summary }) => summary.id), groups };
}

interface OrderedRows extends Omit<RunsPage, 'rows'> {
  readonly rows: readonly TableRow[];
}

function orderedRows(table: TableRows, request: FoundRunsRequest): OrderedRows {
  const { groupBy } = request;
  const { valuesOf } = table;
  // What groups would tell is read now, while the table opens: the first grouping answers a click.
  for (const column of request.summarised) valuesOf?.(column);
  const inScope = rowsInScope(table.rows, request.scope);
  // Sorted before they are filtered, since the order of all runs is kept from the request before.
  const found = runsFound(sortedRows(inScope, request.sort, valuesOf), request.query, table);
  const hasStudies = table.studies.size > 0 && found.some(({ summary }) => table.studies.has(summary.id));
  const grouped = groupBy.length > 0 ? keptGroups(found, request, table) : undefined;
  const folded =
    hasStudies && request.foldStudies ? foldedStudies(found, table.studies, request, valuesOf) : undefined;
  const ordered = grouped ?? folded;
  return {
    total: inScope.length,
    matched: found.length,
    rows: ordered?.rows ?? found,
    groups: ordered?.groups ?? [],
    groupedBy: grouped?.groupedBy,
    hasStudies,
  };
}

const scoped = new KeptResults<readonly TableRow[]>(3);

function rowsInScope(rows: readonly TableRow[], scope: RunScope): readonly TableRow[] {
  if (scope === 'all') return rows;
  return scoped.get(rows, scope, () =>
    rows.filter(({ summary }) => summary.annotations.archived === (scope === 'archived')),
  );
}

const found = new KeptResults<readonly TableRow[]>(8);

function runsFound(
  rows: readonly TableRow[],
  text: string,
  { paths, valuesOf = ownValues }: TableRows,
): readonly TableRow[] {
  const parsed = parseRunQuery(text);
  const error = parsed.ok ? unknownColumn(parsed.query, paths) : parsed.error;
  if (error) throw new BadInputError(`Character ${error.position + 1} of the query: ${error.message}`);
  if (!parsed.ok || parsed.query.type === 'everything') return rows;
  return found.get(rows, text, () => rows.filter(queryTest(parsed.query, valuesOf)));
}

const groupings = new KeptResults<ReturnType<typeof groupedRows>>(4);

/** Each block of rows that comes into sight asks for them. */
function keptGroups(
  rows: readonly TableRow[],
  { groupBy, sort, summarised }: FoundRunsRequest,
  { valuesOf, differingSettings }: TableRows,
): ReturnType<typeof groupedRows> {
  return groupings.get(rows, JSON.stringify([groupBy, sort[0], summarised]), () =>
    groupedRows(rows, groupBy, { sort, summarised }, { valuesOf, differingSettings }),
  );
}
