import type { CellValue } from './run-table';

/**
 * The query language of the run table: `mode = sp and test.accuracy > 0.9 and (tag = "x" or name ~ "digits")`.
 * `parseRunQuery` reads it, `unknownColumn` checks its names, `matchesQuery` decides about one run.
 */
export type RunQuery =
  | { readonly type: 'everything' }
  | { readonly type: 'and' | 'or'; readonly parts: readonly RunQuery[] }
  | { readonly type: 'not'; readonly part: RunQuery }
  /** The name, id, notes or a tag contains it, in upper or lower case. */
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'comparison';
      readonly column: QueryColumn;
      readonly operator: QueryOperator;
      readonly values: readonly QueryValue[];
    };

export type QueryOperator = '=' | '!=' | '<' | '<=' | '>' | '>=' | '~' | '!~' | 'in' | 'exists' | 'is true';
export type QueryValue = string | number | boolean;

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

/** A run as queries and columns see it: dotted paths to values. */
export type FlatRun = ReadonlyMap<string, CellValue>;
