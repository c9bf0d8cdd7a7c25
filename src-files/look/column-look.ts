import type { ColumnContents, ColumnLook } from '../../src-shared/data-look';
import type { Csv } from '../csv/csv';
import { numberIn } from '../csv/number-style';
import { isGap } from '../csv/numbers';
import { milliseconds, parseTime, timeText } from '../data/civil-time';

/** Bars of a column's histogram. */
const bars = 24;
/** Texts that are named. */
const mostFrequent = 5;
/** Below this share of numbers a column holds texts. */
const mostlyNumbers = 0.5;

/** What a column holds, by all of its cells. */
export function columnLook(csv: Csv, column: number): ColumnLook {
  const name = csv.header[column];
  const counts = new Map<string, number>();
  for (let row = 0; row < csv.rows; row += 1) {
    const cell = csv.cell(row, column).trim();
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  let empty = 0;
  for (const [cell, rows] of counts)
    if (isGap(cell)) {
      empty += rows;
      counts.delete(cell);
    }
  return { name, empty, different: counts.size, holds: whatIsIn(csv, column, counts) };
}

type Counts = ReadonlyMap<string, number>;

function whatIsIn(csv: Csv, column: number, counts: Counts): ColumnContents {
  if (counts.size === 0) return { kind: 'nothing' };
  const numbers = new Map([...counts.keys()].map((cell) => [cell, numberIn(cell, csv.numberStyle)]));
  const wrong = [...numbers].filter(([, value]) => !Number.isFinite(value)).map(([cell]) => cell);
  if (wrong.length === 0) return numbersLook(counts, numbers);
  if (wrong.length === counts.size && [...counts.keys()].every((cell) => parseTime(cell)))
    return timesLook(counts);
  const rowsOf = (cells: Iterable<string>) =>
    [...cells].reduce((sum, cell) => sum + (counts.get(cell) ?? 0), 0);
  const others = rowsOf(wrong);
  if (others < (1 - mostlyNumbers) * rowsOf(counts.keys()))
    return mixedLook(csv, column, others, new Set(wrong));
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostFrequent);
  return { kind: 'texts', frequent: frequent.map(([text, rows]) => ({ text, rows })) };
}

function numbersLook(counts: Counts, numbers: ReadonlyMap<string, number>): ColumnContents {
  const values = [...counts].map(([cell, rows]) => ({ value: numbers.get(cell) ?? 0, rows }));
  const least = values.reduce((least, { value }) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const most = values.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const all = values.reduce((sum, { rows }) => sum + rows, 0);
  const mean = values.reduce((sum, { value, rows }) => sum + (value / all) * rows, 0);
  const variance = values.reduce((sum, { value, rows }) => sum + ((value - mean) ** 2 / all) * rows, 0);
  const histogram = new Array<number>(least === most ? 1 : bars).fill(0);
  for (const { value, rows } of values)
    histogram[Math.min(histogram.length - 1, Math.floor(((value - least) / (most - least || 1)) * bars))] +=
      rows;
  return { kind: 'numbers', least, most, mean, std: Math.sqrt(variance), histogram };
}

function timesLook(counts: Counts): ColumnContents {
  const times = [...counts.keys()].flatMap((cell) => parseTime(cell) ?? []);
  const earlier = (a: (typeof times)[number], b: (typeof times)[number]) =>
    milliseconds(a) < milliseconds(b) ? a : b;
  const later = (a: (typeof times)[number], b: (typeof times)[number]) => (earlier(a, b) === a ? b : a);
  return { kind: 'times', first: timeText(times.reduce(earlier)), last: timeText(times.reduce(later)) };
}

function mixedLook(csv: Csv, column: number, others: number, wrong: ReadonlySet<string>): ColumnContents {
  let row = 0;
  while (!wrong.has(csv.cell(row, column).trim())) row += 1;
  return { kind: 'mixed', others, example: csv.cell(row, column).trim(), place: csv.place(row) };
}
