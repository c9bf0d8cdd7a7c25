import { isOfDays, type TimeStep } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import type { Csv } from '../csv/csv';
import { type CivilTime, hasZone, milliseconds, parseTime } from './civil-time';
import { type EvenTimes, evenTimes } from './even-times';
import type { ZoneClock } from './zone-clock';

/** Times of some rows of a file. */
export interface RowTimes {
  readonly times: readonly CivilTime[];
  /** Set where times are instants that this clock tells; else they are as they are written. */
  readonly clock?: ZoneClock | undefined;
}

/**
 * Reads the times of some rows. Of a zone's clocks, those of whole days and months stay as they are written; others become instants.
 * @throws BadInputError naming row and column of what is no time, or one that the clocks never showed
 */
export function rowTimes(
  csv: Csv,
  column: number,
  rows: readonly number[],
  clock: ZoneClock | undefined,
): RowTimes {
  const cells = rows.map((row) => csv.cell(row, column).trim());
  const times = cells.map((cell, at) => {
    const time = parseTime(cell);
    if (!time)
      throw new BadInputError(
        `${placeOf(csv, column, rows[at])}: "${csv.cell(rows[at], column)}" is no time like 2016-07-01 00:00:00.`,
      );
    return time;
  });
  if (!clock || areDays(times)) return { times };
  let before = Number.NEGATIVE_INFINITY;
  const instants = times.map((time, at) => {
    if (hasZone(cells[at])) return time;
    const shown = milliseconds(time);
    const possible = clock.instantsOf(shown);
    if (possible.length === 0)
      throw new BadInputError(
        `${placeOf(csv, column, rows[at])}: clocks in ${clock.name} never showed ${cells[at]}, since they were put forward then; name the right zone (data.timeZone), or leave it out where times are UTC.`,
      );
    // Of an hour that clocks show twice the first row is the first.
    const instant = possible.find((one) => one > before) ?? possible[0];
    before = instant;
    return moved(time, instant - shown);
  });
  return { times: instants, clock };
}

/** Whether they follow each other by whole days or months, as clocks show them. */
function areDays(times: readonly CivilTime[]): boolean {
  const even = evenTimes(times);
  return 'step' in even && even.step !== undefined && isOfDays(even.step);
}

/** The instant at which a clock shows it. */
function moved({ units, digits }: CivilTime, by: number): CivilTime {
  return { units: units + BigInt(by / 1000) * 10n ** BigInt(digits), digits, isLocal: false };
}

export function placeOf(csv: Csv, column: number, row: number): string {
  return `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}`;
}

/**
 * The step that times have.
 * @throws BadInputError naming the first that is out of step, and what helps
 */
export function evenlySpaced(
  csv: Csv,
  column: number,
  rows: readonly number[],
  { times, clock }: RowTimes,
  expected: TimeStep | undefined,
): EvenTimes {
  const even = evenTimes(times, expected);
  if (!('outOfStep' in even)) return even;
  const usual = usualGap(times);
  const outOfStep = usual === undefined ? even.outOfStep : firstOther(times, usual);
  const [first, second, before, here] = [0, 1, outOfStep - 1, outOfStep].map((at) => milliseconds(times[at]));
  const right = usual ?? second - first;
  const row = rows[outOfStep];
  const previous =
    rows[outOfStep - 1] === row - 1 ? 'the row before' : `row ${csv.rowNumber(rows[outOfStep - 1])}`;
  const isUnzoned = !clock && !hasZone(csv.cell(row, column).trim());
  const ofClocks =
    isUnzoned && isByClocks(here - before - right)
      ? ' Where clocks were changed in that night, name their zone (data.timeZone, as Europe/Berlin).'
      : '';
  throw new BadInputError(
    `${placeOf(csv, column, row)}: ${csv.cell(row, column)} is ${spanText(here - before)} after ${previous}, not ${right > 0 ? spanText(right) : 'later'}; the steps of a series are all alike.${ofClocks} Bring others to one step with data.resample (as 1 h) and data.resampleBy (mean, last or sum).`,
  );
}

/** Months have 28 to 31 days, so that no distance of theirs is the usual one. */
const shortestMonth = 28 * 86_400_000;

/** The distance that more times have from the one before than the second has from the first, as after a weekend; in milliseconds. */
function usualGap(times: readonly CivilTime[]): number | undefined {
  const counts = new Map<number, number>();
  for (let at = 1; at < times.length; at += 1) {
    const gap = milliseconds(times[at]) - milliseconds(times[at - 1]);
    counts.set(gap, (counts.get(gap) ?? 0) + 1);
  }
  const [[first, ofFirst]] = counts;
  const [usual, most] = [...counts].reduce((best, one) => (one[1] > best[1] ? one : best));
  return usual !== first && most > ofFirst && usual > 0 && usual < shortestMonth ? usual : undefined;
}

function firstOther(times: readonly CivilTime[], gap: number): number {
  return times.findIndex((time, at) => at > 0 && milliseconds(time) - milliseconds(times[at - 1]) !== gap);
}

/** Clocks are put forward and back by an hour, in places by half of one. */
function isByClocks(excess: number): boolean {
  return [3_600_000, 1_800_000].includes(Math.abs(excess));
}

function spanText(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (Number.isInteger(minutes / 60)) return `${minutes / 60} h`;
  return Number.isInteger(minutes) ? `${minutes} min` : `${milliseconds / 1000} s`;
}
