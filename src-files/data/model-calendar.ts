import { dayStart } from './civil-time';

/** Days from the year 0 to a day of a calendar (CF conventions, chapter 4.4.1), by its name in small letters. */
type DayNumber = (year: number, month: number, day: number) => number;

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function fixedYears(lengths: readonly number[]): DayNumber {
  const ofYear = lengths.reduce((sum, length) => sum + length, 0);
  return (year, month, day) =>
    year * ofYear + lengths.slice(0, month - 1).reduce((sum, length) => sum + length, 0) + day - 1;
}

const gregorian: DayNumber = (year, month, day) => dayStart(year, month - 1, day) / 86_400_000;
const julian: DayNumber = (year, month, day) => {
  // Years from March on end with the day that comes every fourth year.
  const [ofYear, ofMonth] = month > 2 ? [year, month - 3] : [year - 1, month + 9];
  // 1970-01-01 of the Gregorian calendar is day 719470 of this count.
  return Math.floor((1461 * ofYear) / 4) + Math.floor((153 * ofMonth + 2) / 5) + day - 719_471;
};
/** The Julian calendar until 4 October 1582, the Gregorian from the next day, the 15th, on. */
const mixed: DayNumber = (year, month, day) =>
  year * 10_000 + month * 100 + day < 15_821_015 ? julian(year, month, day) : gregorian(year, month, day);

const calendars: Readonly<Record<string, DayNumber>> = {
  standard: mixed,
  gregorian: mixed,
  proleptic_gregorian: gregorian,
  julian,
  noleap: fixedYears(monthLengths),
  '365_day': fixedYears(monthLengths),
  all_leap: fixedYears(monthLengths.map((length) => (length === 28 ? 29 : length))),
  '366_day': fixedYears(monthLengths.map((length) => (length === 28 ? 29 : length))),
  '360_day': fixedYears(monthLengths.map(() => 30)),
};

const since =
  /^\s*\S+\s+since\s+(-?\d{1,4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}(?:\.\d*)?))?)?)?/i;

/**
 * The day that times in these units are counted from, in days of the calendar: comparable within one calendar alone.
 * Undefined where the units or the calendar are none that is known.
 */
export function firstDay(units: string, calendar: string): number | undefined {
  const [, year, month, day, hour = 0, minute = 0, second = 0] = since.exec(units) ?? [];
  const name = calendar.toLowerCase() || 'standard';
  if (year === undefined || !Object.hasOwn(calendars, name)) return undefined;
  const dayPart = (Number(hour) + (Number(minute) + Number(second) / 60) / 60) / 24;
  return calendars[name](Number(year), Number(month), Number(day)) + dayPart;
}

/** Years that a search for a day looks between. */
const [earliest, latest] = [-20_000, 20_000];

/** A day of a calendar as `2018-02-30T06:00:00`, from days as `firstDay` counts them; undefined where the calendar is none that is known. */
export function dateText(days: number, calendar: string): string | undefined {
  const name = calendar.toLowerCase() || 'standard';
  if (!Object.hasOwn(calendars, name)) return undefined;
  const of = calendars[name];
  // Times are rounded; a millisecond is more than they are off.
  const milliseconds = Math.round(days * 86_400_000);
  const whole = Math.floor(milliseconds / 86_400_000);
  const year = lastOf(earliest, latest, (one) => of(one, 1, 1) <= whole);
  const month = lastOf(1, 12, (one) => of(year, one, 1) <= whole);
  const day = lastOf(1, 31, (one) => of(year, month, one) <= whole);
  const ofYear = `${year < 0 ? '-' : ''}${String(Math.abs(year)).padStart(4, '0')}`;
  const date = [ofYear, pad(month), pad(day)].join('-');
  const time = new Date(milliseconds - whole * 86_400_000).toISOString().slice(11, 19);
  return time === '00:00:00' ? date : `${date}T${time}`;
}

function pad(part: number): string {
  return String(part).padStart(2, '0');
}

/** The last whole number of a range for which something holds that holds for all before. */
function lastOf(first: number, last: number, holds: (one: number) => boolean): number {
  let [low, high] = [first, last];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
