import type { Line } from './chart';
import { type Axis, axisLabels } from './series';

/** The drawn points of the lines as comma-separated values (RFC 4180). */
export function csvOf(metric: string, axis: Axis, lines: readonly Line[]): string {
  const rows = lines.flatMap(({ label, points }) => points.map(({ x, y }) => [label, x, y]));
  return [['line', axisLabels[axis].toLowerCase(), metric], ...rows]
    .map((row) => `${row.map(cell).join(',')}\r\n`)
    .join('');
}

/** One cell; text that a spreadsheet would take for a formula is kept text by a leading apostrophe. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
