import type { ColumnContents, ColumnLook } from '../../src-shared/data/data-look';
import { unitInName } from '../../src-shared/experiment/data/unit-in-name';
import { gapsIn, wordsIn } from '../csv/column-cells';
import type { ColumnCells, ColumnText } from '../csv/column-contents';
import type { Csv } from '../csv/csv';
import { timeOfDay, timeOfDayText } from '../csv/time-of-day';
import { timeInMilliseconds } from '../data/civil-time';
import { differentNumbers, numbersLook } from './numbers-look';
import { sortedNumbers } from './sorted-numbers';
import { writtenTime } from './written-time';

/** Texts that are named. */
const mostFrequent = 5;

/** What a column holds, by all of its cells. */
export function columnLook(csv: Csv, column: number, cells: ColumnCells): ColumnLook {
  const name = csv.header[column];
  const empty = rowsOf(gapsIn(cells));
  const words = wordsIn(cells);
  const others = rowsOf(words);
  // Numbers are not counted by their texts: a million different ones take many seconds.
  const numbers = sortedNumbers(cells.numbers);
  if (numbers.length + others === 0) return { name, empty, different: 0, holds: { kind: 'nothing' } };
  if (numbers.length <= others) return { name, empty, ...textsLook(textCounts(csv, column, cells)) };
  const different = differentNumbers(numbers) + words.length;
  const holds = others === 0 ? numbersLook(numbers, unitOf(name, cells)) : mixedLook(csv, words[0], others);
  return { name, empty, different, holds };
}

function rowsOf(texts: readonly ColumnText[]): number {
  return texts.reduce((sum, { rows }) => sum + rows, 0);
}

function unitOf(name: string, { quantity }: ColumnCells): string | undefined {
  return quantity?.unit || unitInName(name).unit;
}

/** Rows of each text of a column, numbers among them. */
function textCounts(csv: Csv, column: number, cells: ColumnCells): ReadonlyMap<string, number> {
  const counts = new Map(wordsIn(cells).map(({ text, rows }) => [text, rows]));
  for (let row = 0; row < csv.rows; row += 1) {
    if (Number.isNaN(cells.numbers[row])) continue;
    const text = csv.cell(row, column).trim();
    counts.set(text, (counts.get(text) ?? 0) + 1);
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

/** Undefined where not all are times, or all times of day. */
function timesLook(texts: readonly string[]): ColumnContents | undefined {
  return (
    spanOf(texts, timeInMilliseconds, (time) => writtenTime(time, texts[0])) ??
    spanOf(texts, timeOfDay, timeOfDayText)
  );
}

function spanOf(
  texts: readonly string[],
  read: (text: string) => number,
  write: (time: number) => string,
): ColumnContents | undefined {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const text of texts) {
    const time = read(text);
    if (Number.isNaN(time)) return undefined;
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  return { kind: 'times', first: write(first), last: write(last) };
}

function mixedLook(csv: Csv, { text, firstRow }: ColumnText, others: number): ColumnContents {
  return { kind: 'mixed', others, example: text, place: csv.place(firstRow) };
}
