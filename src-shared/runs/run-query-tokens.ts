import type { QueryError, QueryOperator, QueryValue } from './run-query';

export type Token = { readonly position: number; readonly length: number } & (
  | { readonly type: 'word'; readonly text: string }
  /** `text` is what was written: "0.50" is searched for as it stands, and compared as 0.5. */
  | { readonly type: 'value'; readonly value: QueryValue; readonly text: string; readonly quoted: boolean }
  | { readonly type: 'operator'; readonly operator: QueryOperator }
  | { readonly type: 'mark'; readonly mark: '(' | ')' | ',' }
  | { readonly type: 'end' }
);

/** What makes a query unreadable, with its place. */
export class QuerySyntaxError extends Error {
  constructor(readonly error: QueryError) {
    super(error.message);
    this.name = 'QuerySyntaxError';
  }
}

const operators: Readonly<Record<string, QueryOperator>> = {
  '=': '=',
  '==': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '~': '~',
  '!~': '!~',
};

const durations: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, h: 3600, d: 86_400 };

const blank = /\s+/y;
const mark = /[(),]/y;
const operator = /==?|!=|<=?|>=?|!~|~/y;
const quoted = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/y;
/** Whatever else stands together: names, numbers, dates, devices. */
const bare = /[^\s(),"'=!<>~]+/y;

const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const duration = /^([+-]?(?:\d+\.?\d*|\.\d+))(ms|s|min|h|d)$/;
const date = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2})?)?$/;

/** The query's words, values and signs. Throws QuerySyntaxError where a character begins none. */
export function readTokens(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const space = matchAt(blank, text, position);
    if (space) position += space[0].length;
    else {
      const token = readToken(text, position);
      tokens.push(token);
      position += token.length;
    }
  }
  return [...tokens, { type: 'end', position: text.length, length: 0 }];
}

function readToken(text: string, position: number): Token {
  const sign = matchAt(mark, text, position)?.[0];
  if (sign === '(' || sign === ')' || sign === ',') return { type: 'mark', mark: sign, position, length: 1 };
  const compared = matchAt(operator, text, position)?.[0];
  if (compared !== undefined) {
    const known = operators[compared] ?? '=';
    return { type: 'operator', operator: known, position, length: compared.length };
  }
  const inQuotes = matchAt(quoted, text, position);
  if (inQuotes) {
    const value = (inQuotes[1] ?? inQuotes[2] ?? '').replace(/\\(.)/g, '$1');
    return { type: 'value', value, text: value, quoted: true, position, length: inQuotes[0].length };
  }
  const word = matchAt(bare, text, position)?.[0];
  if (word !== undefined) return wordToken(word, position);
  throw unreadable(text, position);
}

function wordToken(text: string, position: number): Token {
  const { length } = text;
  const value = literalOf(text);
  if (value === undefined) return { type: 'word', text, position, length };
  return { type: 'value', value, text, quoted: false, position, length };
}

/** Numbers, durations in seconds (`10min`), local dates in milliseconds since the Unix epoch, flags. */
function literalOf(text: string): QueryValue | undefined {
  if (number.test(text)) return Number(text);
  const time = duration.exec(text);
  if (time) return Number(time[1]) * (durations[time[2] ?? 's'] ?? 1);
  if (date.test(text)) return dateOf(text);
  return words.get(text.toLowerCase());
}

function dateOf(text: string): number | undefined {
  // Without a time of day the standard takes midnight in Greenwich; a person means midnight where they are.
  const time = new Date(text.includes('T') ? text : `${text}T00:00`).getTime();
  return Number.isNaN(time) ? undefined : time;
}

const words: ReadonlyMap<string, QueryValue> = new Map<string, QueryValue>([
  ['true', true],
  ['false', false],
  ['nan', Number.NaN],
  ['infinity', Number.POSITIVE_INFINITY],
  ['-infinity', Number.NEGATIVE_INFINITY],
]);

function unreadable(text: string, position: number): QuerySyntaxError {
  const character = text[position] ?? '';
  const message =
    character === '"' || character === "'"
      ? `The text that begins here needs a closing ${character}.`
      : `${character} has no meaning here; compare with = != < <= > >= or ~ (contains).`;
  return new QuerySyntaxError({ position, length: 1, message });
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}
