import type { PointsRecord } from './run-record';

/** Times in milliseconds since the Unix epoch. */
export const csvHeader = ['metric', 'step', 'epoch', 'time', 'value'] as const;

/** What a run measured as CSV (RFC 4180), one point a line; NaN and infinities by these words. */
export function* csvText(records: Iterable<PointsRecord>): Generator<string> {
  yield `${csvHeader.join(',')}\r\n`;
  for (const record of records) yield rowsOf(record);
}

function rowsOf({ names, steps, epochs, times, values }: PointsRecord): string {
  return names
    .map((name, at) => `${fieldOf(name)},${steps[at]},${epochs[at]},${times[at]},${values[at]}\r\n`)
    .join('');
}

function fieldOf(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
