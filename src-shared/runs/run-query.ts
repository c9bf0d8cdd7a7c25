import { didYouMean } from '../words/nearest';
import { columnAliases } from './run-columns';
import type { CellValue } from './run-table';

/**
 * The query language of the run table, as `mode = sp and test.accuracy > 0.9 and (tag = "x" or name ~ "digits")`:
 * `parseRunQuery` (run-query-parser.ts) reads it, `unknownColumn` checks its names, `matchesQuery`
 * (src-main/store/run-query-match.ts) decides about one run.
 */
export type RunQuery =
  | { readonly type: 'everything' }
  | { readonly type: 'and' | 'or'; readonly parts: readonly RunQuery[] }
  | { readonly type: 'not'; readonly part: RunQuery }
  /** The name, id, notes or a tag contains it, in upper or lower case. */
  | { readonly type: 'text'; readonly text: string }
  | QueryComparison;

export interface QueryComparison {
  readonly type: 'comparison';
  readonly column: QueryColumn;
  readonly operator: QueryOperator;
  /** One for most operators, several for `in`, none for `exists` and `is true`. */
  readonly values: readonly QueryValue[];
}

export type QueryOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~' | 'in' | 'exists' | 'is true';
export type QueryValue = Exclude<CellValue, readonly string[]>;

export interface QueryColumn {
  /** The full dotted path, aliases resolved. */
  readonly path: string;
  /** Where it stands in the query's text. */
  readonly position: number;
  readonly length: number;
}

export interface QueryError {
  /** Index of the first wrong character; the text's length where something is missing at the end. */
  readonly position: number;
  readonly length: number;
  /** One sentence. */
  readonly message: string;
}

export type ParsedQuery =
  | { readonly ok: true; readonly query: RunQuery }
  | { readonly ok: false; readonly error: QueryError };

/** The first column that no run has, as an error that names one that is written alike. */
export function unknownColumn(query: RunQuery, known: readonly string[]): QueryError | undefined {
  switch (query.type) {
    case 'and':
    case 'or':
      return query.parts.map((part) => unknownColumn(part, known)).find((error) => error !== undefined);
    case 'not':
      return unknownColumn(query.part, known);
    case 'comparison':
      return known.includes(query.column.path) ? undefined : unknownColumnError(query.column, known);
    default:
      return undefined;
  }
}

function unknownColumnError({ path, position, length }: QueryColumn, known: readonly string[]): QueryError {
  const last = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const alike = known.filter((one) => one.toLowerCase().split('.').includes(last)).slice(0, 3);
  const hint =
    alike.length > 0
      ? ` Did you mean ${alike.join(' or ')}?`
      : didYouMean(path, [...known, ...Object.keys(columnAliases)]);
  return { position, length, message: `No run has a column named ${path}.${hint}` };
}
