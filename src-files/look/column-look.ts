import type { ColumnContents, ColumnLook } from '../../src-shared/data-look';
import type { Csv } from '../csv/csv';
import { numberIn } from '../csv/number-style';
import { isGap } from '../csv/numbers';
import { timeOrDay } from '../csv/time-or-day';
import { type CivilTime, milliseconds, parseTime } from '../data/civil-time';

/** Bars of a column's histogram. */
const bars = 24;
/** Texts that are named. */
const mostFrequent = 5;

/** What a column holds, by all of its cells. */
export function columnLook(csv: Csv, column: number): ColumnLook {
  const name = csv.header[column];
  const { empty, numbers, others } = readCells(csv, column);
  const otherRows = [...others.values()].reduce((sum, rows) => sum + rows, 0);
  if (numbers.length + otherRows === 0) return { name, empty, different: 0, holds: { kind: 'nothing' } };
  if (numbers.length <= otherRows) return { name, empty, ...textsLook(countTexts(csv, column)) };
  const different = differentNumbers(numbers) + others.size;
  const holds = otherRows === 0 ? numbersLook(numbers) : mixedLook(csv, column, otherRows, others);
  return { name, empty, different, holds };
}

interface Cells {
  readonly empty: number;
  /** From the least to the most. */
  readonly numbers: Float64Array;
  /** Rows of each text that is no number. */
  readonly others: ReadonlyMap<string, number>;
}

/** Numbers are not counted by their texts: a million different ones take many seconds. */
function readCells(csv: Csv, column: number): Cells {
  const numbers = new Float64Array(csv.rows);
  const others = new Map<string, number>();
  let count = 0;
  let empty = 0;
  for (let row = 0; row < csv.rows; row += 1) {
    const cell = csv.cell(row, column).trim();
    const value = numberIn(cell, csv.numberStyle);
    if (Number.isFinite(value)) {
      numbers[count] = value;
      count += 1;
    } else if (isGap(cell)) empty += 1;
    else others.set(cell, (others.get(cell) ?? 0) + 1);
  }
  return { empty, numbers: numbers.slice(0, count).sort(), others };
}

function differentNumbers(sorted: Float64Array): number {
  let different = 1;
  for (let at = 1; at < sorted.length; at += 1) if (sorted[at] !== sorted[at - 1]) different += 1;
  return different;
}

function numbersLook(sorted: Float64Array): ColumnContents {
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  const mean = sorted.reduce((sum, value) => sum + value / sorted.length, 0);
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2 / sorted.length, 0);
  const histogram = new Array<number>(least === most ? 1 : bars).fill(0);
  for (const value of sorted) {
    const bar = Math.floor(((value - least) / (most - least || 1)) * bars);
    histogram[Math.min(histogram.length - 1, bar)] += 1;
  }
  return { kind: 'numbers', least, most, mean, std: Math.sqrt(variance), histogram };
}

function countTexts(csv: Csv, column: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (let row = 0; row < csv.rows; row += 1) {
    const cell = csv.cell(row, column).trim();
    if (!isGap(cell)) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return counts;
}

function textsLook(counts: ReadonlyMap<string, number>): Pick<ColumnLook, 'different' | 'holds'> {
  const different = counts.size;
  const times = timesLook([...counts.keys()]);
  if (times) return { different, holds: times };
  const frequent = [...counts].sort(([, a], [, b]) => b - a).slice(0, mostFrequent);
  return { different, holds: { kind: 'texts', frequent: frequent.map(([text, rows]) => ({ text, rows })) } };
}

/** Undefined where not all are times. */
function timesLook(texts: readonly string[]): ColumnContents | undefined {
  let [first, last] = [parseTime(texts[0]), parseTime(texts[0])];
  for (const text of texts) {
    const time = parseTime(text);
    if (!time || !first || !last) return undefined;
    if (milliseconds(time) < milliseconds(first)) first = time;
    if (milliseconds(time) > milliseconds(last)) last = time;
  }
  return first && last && { kind: 'times', first: textOf(first), last: textOf(last) };
}

function textOf(time: CivilTime): string {
  return timeOrDay(new Date(milliseconds(time)));
}

function mixedLook(
  csv: Csv,
  column: number,
  others: number,
  texts: ReadonlyMap<string, number>,
): ColumnContents {
  let row = 0;
  while (!texts.has(csv.cell(row, column).trim())) row += 1;
  return { kind: 'mixed', others, example: csv.cell(row, column).trim(), place: csv.place(row) };
}
