import type { ChartData } from './chart-data';
import { type Axis, axisLabels } from './line/axis';
import type { WholeLine } from './line/whole-curve';

/** A table as comma-separated values (RFC 4180), every number in full. */
export function csvOf({ head, rows }: ChartData): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** Lines as comma-separated values, one point a row; in pieces, for together they can be too long for one text. */
export function csvOfLines(metric: string, axis: Axis, lines: readonly WholeLine[]): readonly string[] {
  const isSmoothed = lines.some(({ smoothed }) => smoothed.length > 0);
  const head = ['line', axisLabels[axis].toLowerCase(), metric, ...(isSmoothed ? ['smoothed'] : [])];
  const piece = ({ label, x, y, smoothed }: WholeLine) =>
    x.map((place, index) => {
      const drawn = isSmoothed ? [smoothed[index] ?? ''] : [];
      return `${[label, place, y[index] ?? '', ...drawn].map(cell).join(',')}\r\n`;
    });
  return [`${head.map(cell).join(',')}\r\n`, ...lines.map((line) => piece(line).join(''))];
}

/** One cell; text that a spreadsheet would take for a formula is kept text by a leading apostrophe. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
