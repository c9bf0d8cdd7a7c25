import { columnPath } from './run-columns';
import type { ParsedQuery, QueryColumn, QueryOperator, QueryValue, RunQuery } from './run-query';
import { QuerySyntaxError, readTokens, type Token } from './run-query-tokens';

/** Queries nested deeper than this are refused, long before the stack ends. */
const deepest = 100;

/** Reads a query; an empty one finds everything. An unreadable one comes back as the place and the reason. */
export function parseRunQuery(text: string): ParsedQuery {
  try {
    return { ok: true, query: new Parser(readTokens(text)).query() };
  } catch (error) {
    if (error instanceof QuerySyntaxError) return { ok: false, error: error.error };
    throw error;
  }
}

/**
 * query: [any]; any: all {or all}; all: one {and one} | text {text}; one: not one | (any) | text | column [comparison];
 * text: "text" | a word or number that is no flag and that no comparison follows.
 */
class Parser {
  #index = 0;
  #depth = 0;
  readonly #tokens: readonly Token[];

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  query(): RunQuery {
    if (this.#isAtEnd()) return { type: 'everything' };
    const query = this.#any();
    if (!this.#isAtEnd()) this.#refuse('Put and or or between two conditions.');
    return query;
  }

  #any(): RunQuery {
    return this.#joined('or', () => this.#all());
  }

  #all(): RunQuery {
    return this.#joined('and', () => this.#texts());
  }

  /** Plain words side by side must all be found. */
  #texts(): RunQuery {
    const first = this.#one();
    if (first.type !== 'text') return first;
    const parts: RunQuery[] = [first];
    while (this.#text() !== undefined) parts.push(this.#one());
    return parts.length === 1 ? first : { type: 'and', parts };
  }

  #joined(type: 'and' | 'or', part: () => RunQuery): RunQuery {
    const first = part();
    const parts = [first];
    while (this.#takeWord(type)) parts.push(part());
    return parts.length === 1 ? first : { type, parts };
  }

  #one(): RunQuery {
    this.#depth += 1;
    if (this.#depth > deepest) this.#refuse('This query is nested too deeply.');
    const query = this.#condition();
    this.#depth -= 1;
    return query;
  }

  #condition(): RunQuery {
    if (this.#takeWord('not')) return { type: 'not', part: this.#one() };
    if (this.#takeMark('(')) {
      const inner = this.#any();
      if (!this.#takeMark(')')) this.#refuse('A closing ) is missing here.');
      return inner;
    }
    const text = this.#text();
    if (text === undefined) return this.#comparison();
    this.#index += 1;
    return { type: 'text', text };
  }

  /** What is searched for here, as it was written; undefined where something else begins. */
  #text(): string | undefined {
    const token = this.#token;
    if (token.type === 'value') return token.quoted || !this.#isCompared() ? token.text : undefined;
    if (token.type !== 'word' || keywords.has(token.text.toLowerCase()) || isFlag(token.text)) return;
    return this.#isCompared() ? undefined : token.text;
  }

  #isCompared(): boolean {
    const next = this.#tokens[this.#index + 1];
    return next?.type === 'operator' || (next?.type === 'word' && comparing.has(next.text.toLowerCase()));
  }

  #comparison(): RunQuery {
    const column = this.#column();
    const token = this.#token;
    if (token.type === 'operator') {
      this.#index += 1;
      return { type: 'comparison', column, operator: token.operator, values: [this.#value(token.operator)] };
    }
    if (this.#takeWord('in')) return { type: 'comparison', column, operator: 'in', values: this.#list() };
    if (this.#takeWord('exists')) return { type: 'comparison', column, operator: 'exists', values: [] };
    return { type: 'comparison', column, operator: 'is true', values: [] };
  }

  #column(): QueryColumn {
    const token = this.#token;
    if (token.type !== 'word' || keywords.has(token.text.toLowerCase()))
      this.#refuse(
        'A column such as mode or test.accuracy is missing here, or a text in quotes to search for.',
      );
    this.#index += 1;
    return { path: columnPath(token.text), position: token.position, length: token.length };
  }

  #value(operator: QueryOperator): QueryValue {
    const token = this.#token;
    // A device such as gpu:0, a word such as sp: text needs no quotes here.
    const value = token.type === 'word' ? token.text : token.type === 'value' ? token.value : undefined;
    if (value === undefined) this.#refuse(`A value to compare with is missing after ${operator}.`);
    const isOrder = operator.startsWith('<') || operator.startsWith('>');
    if (isOrder && typeof value !== 'number')
      this.#refuse(
        `After ${operator} comes a number, a duration such as 10min or a date such as 2026-01-31.`,
      );
    this.#index += 1;
    return value;
  }

  #list(): QueryValue[] {
    if (!this.#takeMark('(')) this.#refuse('After in comes a list, such as (sp, ddp).');
    const values = [this.#value('in')];
    while (this.#takeMark(',')) values.push(this.#value('in'));
    if (!this.#takeMark(')')) this.#refuse('A closing ) is missing here, or a comma before the next value.');
    return values;
  }

  get #token(): Token {
    return this.#tokens[this.#index] ?? { type: 'end', position: 0, length: 0 };
  }

  #isAtEnd(): boolean {
    return this.#token.type === 'end';
  }

  #takeWord(word: string): boolean {
    const token = this.#token;
    const isIt = token.type === 'word' && token.text.toLowerCase() === word;
    if (isIt) this.#index += 1;
    return isIt;
  }

  #takeMark(mark: string): boolean {
    const token = this.#token;
    const isIt = token.type === 'mark' && token.mark === mark;
    if (isIt) this.#index += 1;
    return isIt;
  }

  #refuse(message: string): never {
    const { position, length } = this.#token;
    throw new QuerySyntaxError({ position, length, message });
  }
}

const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'exists']);

/** Words that compare the column before them. */
const comparing: ReadonlySet<string> = new Set(['in', 'exists']);

/** Settings and metrics have dots in their paths; of the run's own columns these are flags. */
function isFlag(word: string): boolean {
  return word.includes('.') || ['starred', 'archived'].includes(word);
}
