import type { QueryComparison, QueryOperator, QueryValue, RunQuery } from '../../src-shared/runs/run-query';
import type { CellValue } from '../../src-shared/runs/run-table';

/** Where a text alone is searched for. */
const searched = ['name', 'id', 'notes', 'tags'];

/**
 * What tells whether the query finds a run. A run without a value for a column is found by `!=` and `!~` alone; of a list
 * (tags, devices) one match is enough, and for `!=` none may be there. Text is compared whatever its case.
 * @param read what reads a column off a run, by its path
 */
export function queryTest<Row>(query: RunQuery, read: ColumnsOf<Row>): (row: Row) => boolean {
  switch (query.type) {
    case 'everything':
      return () => true;
    case 'and': {
      const parts = query.parts.map((part) => queryTest(part, read));
      return (row) => parts.every((part) => part(row));
    }
    case 'or': {
      const parts = query.parts.map((part) => queryTest(part, read));
      return (row) => parts.some((part) => part(row));
    }
    case 'not': {
      const part = queryTest(query.part, read);
      return (row) => !part(row);
    }
    case 'text':
      return textTest(query.text, read);
    case 'comparison':
      return comparisonTest(query, read(query.column.path));
  }
}

type ColumnsOf<Row> = (path: string) => (row: Row) => CellValue | undefined;

function textTest<Row>(text: string, read: ColumnsOf<Row>): (row: Row) => boolean {
  const columns = searched.map(read);
  return (row) => columns.some((cellOf) => someOf(cellOf(row), (value) => contains(value, text)));
}

function comparisonTest<Row>(
  comparison: QueryComparison,
  cellOf: (row: Row) => CellValue | undefined,
): (row: Row) => boolean {
  /** Of texts, which many runs have in common. */
  const known = new Map<string, boolean>();
  return (row) => {
    const cell = cellOf(row);
    if (typeof cell !== 'string') return matchesComparison(comparison, cell);
    const matches = known.get(cell) ?? matchesComparison(comparison, cell);
    known.set(cell, matches);
    return matches;
  };
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
