import { BadInputError } from '../../src-shared/errors';
import { gapsIn, wordsIn } from '../csv/column-cells';
import type { ColumnCells } from '../csv/column-contents';
import type { Csv } from '../csv/csv';
import { isGap } from '../csv/gaps';
import { timeOfDay } from '../csv/time-of-day';
import { calendarFeatures } from './calendar';
import { timeInMilliseconds } from './civil-time';

/** What a network sees of a time: when it was, and where it stands in its year, week and day, as sine and cosine of a full turn. */
const dateParts = [
  'years',
  'year sine',
  'year cosine',
  'week sine',
  'week cosine',
  'day sine',
  'day cosine',
] as const;
export type DatePart = (typeof dateParts)[number];

const yearMs = 365.2425 * 86_400_000;
const epoch = Date.UTC(2000, 0, 1);
/** Days whose order nobody can tell: 3/4/2026. */
const someDay = /^\d{1,2}([./-])\d{1,2}\1(\d{4}|\d{2})\b/;

/**
 * Whether a column holds times, as most of its cells then are. Of numbers alone, which years are too, it does not, nor where a text
 * stands among numbers by mistake.
 */
export function holdsTimes(csv: Csv, column: number, cells: ColumnCells): boolean {
  const times = rowsThat(areOfDay(cells) ? timeOfDay : timeInMilliseconds, cells);
  if (times === 0) return false;
  const given = csv.rows - rowsOf(gapsIn(cells));
  return 2 * (times + yearsIn(csv, column, cells)) >= given;
}

/** Whether more of a column's cells are times of day (13:30) than times of a calendar. */
function areOfDay(cells: ColumnCells): boolean {
  return rowsThat(timeOfDay, cells) > rowsThat(timeInMilliseconds, cells);
}

/** Rows whose texts can be read as times. */
function rowsThat(read: (text: string) => number, cells: ColumnCells): number {
  return rowsOf(wordsIn(cells).filter(({ text }) => !Number.isNaN(read(text))));
}

function rowsOf(texts: ReturnType<typeof wordsIn>): number {
  return texts.reduce((sum, { rows }) => sum + rows, 0);
}

/** Numbers that are times, too. */
function yearsIn(csv: Csv, column: number, { numbers }: ColumnCells): number {
  const isYear = (row: number) => !Number.isNaN(timeInMilliseconds(csv.cell(row, column).trim()));
  let years = 0;
  for (let row = 0; row < csv.rows; row += 1) if (!Number.isNaN(numbers[row]) && isYear(row)) years += 1;
  return years;
}

/** Whether a column holds days in an order that its cells do not tell: dates, whether each row has its own or not. */
export function holdsOtherDays(cells: ColumnCells, csv: Csv): boolean {
  const words = wordsIn(cells);
  return words.length > 0 && words.every(({ text }) => someDay.test(text)) && rowsOf(cells.texts) >= csv.rows;
}

/** @throws BadInputError where a column holds days in an order that its cells do not tell */
export function refuseOtherDays(cells: ColumnCells, csv: Csv, column: number, wayOut: string): void {
  if (!holdsOtherDays(cells, csv)) return;
  const words = wordsIn(cells);
  throw new BadInputError(
    `${csv.fileName}: column ${csv.header[column]} holds days (${words[0].text}) whose day and month nobody can tell apart for sure; write them as 2026-11-28. ${wayOut}`.trimEnd(),
  );
}

/** The inputs that a column of times makes: that of the day is none where all are days without an hour, and the only one of times of day. */
export function datePartsOf(cells: ColumnCells): readonly DatePart[] {
  if (areOfDay(cells)) return dateParts.filter((part) => part.startsWith('day'));
  const hasHours = cells.texts.some(({ text }) => text.includes(':'));
  return hasHours ? dateParts : dateParts.filter((part) => !part.startsWith('day'));
}

/** As an input is named; what `datePartIn` reads. */
export function datePartName(column: string, part: DatePart): string {
  return `${column}@${part}`;
}

/** Column and part of an input's name; undefined where it names none. */
export function datePartIn(name: string): { readonly column: string; readonly part: DatePart } | undefined {
  const at = name.lastIndexOf('@');
  const part = dateParts.find((one) => one === name.slice(at + 1));
  return at < 0 || !part ? undefined : { column: name.slice(0, at), part };
}

/**
 * Each time of a column in milliseconds since 1970, of times of day since midnight, [rows]; NaN where a cell is empty and may be.
 * @throws BadInputError naming the row of a cell that is empty or no time
 */
export function timesIn(
  csv: Csv,
  column: number,
  cells: ColumnCells,
  mayBeEmpty: boolean,
  wayOut = '',
): Float64Array {
  const { numbers, texts, textOf } = cells;
  const [read, example] = areOfDay(cells) ? [timeOfDay, clockExample] : [timeInMilliseconds, dayExample];
  const known = texts.map(({ text }) => read(text));
  return Float64Array.from(numbers, (number, row) => {
    const place = Number.isNaN(number) ? textOf[row] : -1;
    const time = place < 0 ? read(csv.cell(row, column).trim()) : known[place];
    if (!Number.isNaN(time) || (mayBeEmpty && place >= 0 && isGap(texts[place].text))) return time;
    throw noTime(csv, row, column, example, wayOut);
  });
}

/** Parts of each time, an array of [rows] for each part; NaN where a time is. */
export function datePartValues(times: Float64Array, parts: readonly DatePart[]): readonly Float64Array[] {
  const places = parts.map((part) => calendarPlaces[part]);
  const values = parts.map(() => new Float64Array(times.length));
  const calendar = new Float32Array(8);
  for (let row = 0; row < times.length; row += 1) {
    calendarFeatures(times[row], calendar, 0);
    for (let part = 0; part < places.length; part += 1) {
      const place = places[part];
      values[part][row] = place === undefined ? (times[row] - epoch) / yearMs : calendar[place];
    }
  }
  return values;
}

/** Where `calendarFeatures` writes each part: day, week, month and year, sine and cosine of each. */
const calendarPlaces: Readonly<Record<DatePart, number | undefined>> = {
  years: undefined,
  'year sine': 6,
  'year cosine': 7,
  'week sine': 2,
  'week cosine': 3,
  'day sine': 0,
  'day cosine': 1,
};

const [dayExample, clockExample] = ['2026-11-28 or 2026-11-28T13:30', '13:30'];

function noTime(csv: Csv, row: number, column: number, example: string, wayOut: string): BadInputError {
  const cell = csv.cell(row, column).trim();
  const where = `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}`;
  const what =
    cell === ''
      ? 'the cell is empty; every row needs a time here'
      : `"${cell.slice(0, 40)}" is no time as the others are, such as ${example}`;
  return new BadInputError(`${where}: ${what}. ${wayOut}`.trimEnd());
}
