import type { RunRecord } from './run-record';

/**
 * A whole run as JSON: an array with one record a line, so that any JSON reader takes all of it and ours line by line.
 */
export async function* jsonLines(records: AsyncIterable<RunRecord>): AsyncGenerator<string> {
  let start = '[\n';
  for await (const record of records) {
    yield `${start}${JSON.stringify(record, textForNotFinite)}`;
    start = ',\n';
  }
  yield '\n]\n';
}

/** JSON has no NaN and infinities: they are written as texts. */
export function textForNotFinite(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}
