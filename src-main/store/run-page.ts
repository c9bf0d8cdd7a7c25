import { BadInputError } from '../../src-shared/errors';
import { unknownColumn } from '../../src-shared/runs/run-query';
import { parseRunQuery } from '../../src-shared/runs/run-query-parser';
import type { RunScope, RunsPage, RunsPageRequest, StudyOfRun } from '../../src-shared/runs/run-table';
import { foldedStudies } from './folded-studies';
import { groupedRows } from './run-groups';
import { sortedRows } from './run-order';
import { matchesQuery } from './run-query-match';
import type { TableRow } from './run-table';

/** The runs of the table, newest first, and the paths of all columns that some run has. */
export interface TableRows {
  readonly rows: readonly TableRow[];
  readonly paths: readonly string[];
  /** Of the runs that studies made. */
  readonly studies: ReadonlyMap<string, StudyOfRun>;
}

/** One page of the runs that a query finds. Throws BadInputError that names the character of a wrong query. */
export function runsPage(table: TableRows, request: RunsPageRequest): RunsPage {
  const inScope = table.rows.filter((row) => isInScope(row, request.scope));
  const found = runsFound(inScope, request.query, table.paths);
  const { groupBy, from, count } = request;
  const sorted = sortedRows(found, request.sort);
  const hasStudies = table.studies.size > 0 && found.some(({ summary }) => table.studies.has(summary.id));
  const grouped = groupBy.length > 0 ? groupedRows(sorted, groupBy, request) : undefined;
  const folded =
    hasStudies && request.foldStudies ? foldedStudies(sorted, table.studies, request) : undefined;
  const ordered = grouped ?? folded;
  const rows = (ordered?.rows ?? sorted).slice(from, from + count).map(({ summary }) => summary);
  return {
    total: inScope.length,
    matched: found.length,
    rows,
    groups: ordered?.groups ?? [],
    groupedBy: grouped?.groupedBy,
    hasStudies,
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
