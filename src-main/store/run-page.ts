import { BadInputError } from '../../src-shared/errors';
import { unknownColumn } from '../../src-shared/run-query';
import { parseRunQuery } from '../../src-shared/run-query-parser';
import type { RunScope, RunsPage, RunsPageRequest } from '../../src-shared/run-table';
import { groupsOf, sortedRows } from './run-order';
import { matchesQuery } from './run-query-match';
import type { TableRow } from './run-table';

/** The runs of the table, newest first, and the paths of all columns that some run has. */
export interface TableRows {
  readonly rows: readonly TableRow[];
  readonly paths: readonly string[];
}

/** One page of the runs that a query finds. Throws BadInputError that names the character of a wrong query. */
export function runsPage(table: TableRows, request: RunsPageRequest): RunsPage {
  const inScope = table.rows.filter((row) => isInScope(row, request.scope));
  const found = runsFound(inScope, request.query, table.paths);
  const group = request.groupBy === undefined ? [] : [{ column: request.groupBy, descending: false }];
  const sorted = sortedRows(found, [...group, ...request.sort]);
  return {
    total: inScope.length,
    matched: found.length,
    rows: sorted.slice(request.from, request.from + request.count).map(({ summary }) => summary),
    groups: groupsOf(sorted, request.groupBy),
  };
}

function isInScope({ summary }: TableRow, scope: RunScope): boolean {
  return scope === 'all' || summary.annotations.archived === (scope === 'archived');
}

function runsFound(
  inScope: readonly TableRow[],
  text: string,
  paths: readonly string[],
): readonly TableRow[] {
  const parsed = parseRunQuery(text);
  const error = parsed.ok ? unknownColumn(parsed.query, paths) : parsed.error;
  if (error) throw new BadInputError(`Character ${error.position + 1} of the query: ${error.message}`);
  if (!parsed.ok || parsed.query.type === 'everything') return inScope;
  return inScope.filter(({ flat }) => matchesQuery(parsed.query, flat));
}
