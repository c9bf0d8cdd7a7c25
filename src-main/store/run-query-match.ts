import type { FlatRun } from '../../src-shared/runs/run-columns';
import type { QueryComparison, QueryOperator, QueryValue, RunQuery } from '../../src-shared/runs/run-query';
import type { CellValue } from '../../src-shared/runs/run-table';

/** Where a text alone is searched for. */
const searched = ['name', 'id', 'notes', 'tags'];

/**
 * Whether the query finds this run. A run without a value for a column is found by `!=` and `!~` alone; of a list
 * (tags, devices) one match is enough, and for `!=` none may be there. Text is compared whatever its case.
 */
export function matchesQuery(query: RunQuery, run: FlatRun): boolean {
  switch (query.type) {
    case 'everything':
      return true;
    case 'and':
      return query.parts.every((part) => matchesQuery(part, run));
    case 'or':
      return query.parts.some((part) => matchesQuery(part, run));
    case 'not':
      return !matchesQuery(query.part, run);
    case 'text':
      return searched.some((path) => someOf(run.get(path), (value) => contains(value, query.text)));
    case 'comparison':
      return matchesComparison(query, run.get(query.column.path));
  }
}

function matchesComparison({ operator, values }: QueryComparison, cell: CellValue | undefined): boolean {
  if (operator === 'exists') return cell !== undefined;
  if (operator === 'is true') return isTruthy(cell);
  if (operator === '!=') return !values.some((value) => compare('=', cell, value));
  if (operator === '!~') return !values.some((value) => compare('~', cell, value));
  return values.some((value) => compare(operator, cell, value));
}

function isTruthy(cell: CellValue | undefined): boolean {
  return Array.isArray(cell) ? cell.length > 0 : Boolean(cell);
}

function compare(operator: QueryOperator, cell: CellValue | undefined, value: QueryValue): boolean {
  return someOf(cell, (one) => {
    if (operator === '=' || operator === 'in') return isSame(one, value);
    if (operator === '~') return contains(one, String(value));
    return typeof one === 'number' && typeof value === 'number' && inOrder(operator, one, value);
  });
}

function someOf(cell: CellValue | undefined, test: (value: QueryValue) => boolean): boolean {
  if (cell === undefined) return false;
  return isList(cell) ? cell.some(test) : test(cell);
}

function isList(cell: CellValue): cell is readonly string[] {
  return Array.isArray(cell);
}

/** NaN is the same as NaN, so that diverged runs can be found. */
function isSame(cell: QueryValue, value: QueryValue): boolean {
  if (typeof cell === typeof value && typeof cell !== 'string')
    return cell === value || Object.is(cell, value);
  return String(cell).toLowerCase() === String(value).toLowerCase();
}

function contains(cell: QueryValue, text: string): boolean {
  return String(cell).toLowerCase().includes(text.toLowerCase());
}

function inOrder(operator: QueryOperator, left: number, right: number): boolean {
  if (operator === '<') return left < right;
  if (operator === '<=') return left <= right;
  return operator === '>' ? left > right : left >= right;
}
