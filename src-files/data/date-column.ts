import { BadInputError } from '../../src-shared/errors';
import type { Csv } from '../csv/csv';
import { numberIn } from '../csv/number-style';
import { isGap } from '../csv/numbers';
import { calendarFeatures } from './calendar';
import { milliseconds, parseTime } from './civil-time';

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
export function holdsTimes(cells: readonly string[], { numberStyle }: Csv): boolean {
  const isTime = (cell: string) => parseTime(cell) !== undefined;
  const given = cells.filter((cell) => !isGap(cell));
  if (!given.some((cell) => Number.isNaN(numberIn(cell, numberStyle)) && isTime(cell))) return false;
  return 2 * given.filter(isTime).length >= given.length;
}

/** @throws BadInputError where a column holds days in an order that its cells do not tell */
export function refuseOtherDays(cells: readonly string[], csv: Csv, column: number, wayOut: string): void {
  const given = cells.filter((cell) => !isGap(cell));
  if (given.length === 0 || !given.every((cell) => someDay.test(cell))) return;
  throw new BadInputError(
    `${csv.fileName}: column ${csv.header[column]} holds days (${given[0]}) whose day and month nobody can tell apart for sure; write them as 2026-11-28. ${wayOut}`.trimEnd(),
  );
}

/** The inputs that a column of times makes: that of the day is none where all are days without an hour. */
export function datePartsOf(cells: readonly string[]): readonly DatePart[] {
  const hasHours = cells.some((cell) => cell.includes(':'));
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
 * One part of each time of a column, [rows]; NaN where a cell is empty and may be.
 * @throws BadInputError naming the row of a cell that is empty or no time
 */
export function datePartValues(
  csv: Csv,
  column: number,
  part: DatePart,
  mayBeEmpty: boolean,
  wayOut = '',
): Float64Array {
  const place = dateParts.indexOf(part);
  const calendar = new Float32Array(8);
  return Float64Array.from({ length: csv.rows }, (_, row) => {
    const cell = csv.cell(row, column).trim();
    if (mayBeEmpty && isGap(cell)) return Number.NaN;
    const time = parseTime(cell);
    if (!time) throw noTime(csv, row, column, cell, wayOut);
    const ms = milliseconds(time);
    if (part === 'years') return (ms - epoch) / yearMs;
    calendarFeatures(ms, calendar, 0);
    return calendar[calendarPlaces[place]];
  });
}

/** Where `calendarFeatures` writes each part: day, week, month and year, sine and cosine of each. */
const calendarPlaces = [-1, 6, 7, 2, 3, 0, 1];

function noTime(csv: Csv, row: number, column: number, cell: string, wayOut: string): BadInputError {
  const where = `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}`;
  const what =
    cell === ''
      ? 'the cell is empty; every row needs a time here'
      : `"${cell.slice(0, 40)}" is no time as the others are, such as 2026-11-28 or 2026-11-28T13:30`;
  return new BadInputError(`${where}: ${what}. ${wayOut}`.trimEnd());
}
