import type { ColumnLook, CurveLook, SeriesLook } from '../../src-shared/data/data-look';
import { type TimeStep, timeStepText } from '../../src-shared/data/time-step';
import type { ColumnCells } from '../csv/column-contents';
import type { Csv } from '../csv/csv';
import { milliseconds, parseTime, timeInMilliseconds } from '../data/civil-time';
import { type EvenTimes, evenTimes } from '../data/even-times';
import { type UnevenTimes, unevenTimes, zoneOf } from './uneven-series';
import { writtenTime } from './written-time';

/** Fewer steps are no series. */
const leastSteps = 8;
/** More different texts are names of rows, and of no series. */
const mostSeries = 1000;
/** Parts that a curve is drawn of, and curves. */
const [mostParts, mostCurves] = [240, 12];

interface Rows {
  readonly column?: string;
  readonly groups: readonly (readonly number[])[];
}

/**
 * The series that a table is, where a column of its times is evenly spaced: over all rows, or over those of each text of another
 * column.
 */
export function seriesLook(
  csv: Csv,
  columns: readonly ColumnLook[],
  cells: readonly ColumnCells[],
  isDrawn: boolean,
): SeriesLook | undefined {
  const time = columns.findIndex(({ holds, empty }) => holds.kind === 'times' && empty === 0);
  if (time < 0 || csv.rows < leastSteps) return undefined;
  for (const { column, groups } of waysToGroup(csv, columns, cells)) {
    const even = groups.map((rows) => evenRows(csv, time, rows));
    const [first] = even;
    const shortest = Math.min(...groups.map(({ length }) => length));
    if (shortest < leastSteps || !first?.step || !even.every((one) => isLike(one, first))) continue;
    const textOf = (at: number) =>
      writtenTime(milliseconds(first.at(at)), csv.cell(groups[0][0], time).trim());
    return {
      timeColumn: csv.header[time],
      ...(column === undefined ? {} : { seriesColumn: column }),
      series: groups.length,
      step: first.step,
      steps: shortest,
      first: textOf(0),
      last: textOf(groups[0].length - 1),
      curves: isDrawn ? curvesOf(columns, cells, groups[0]) : [],
    };
  }
  return unevenSeries(csv, columns, cells, time, isDrawn);
}

/** The series that a table is, but for steps that are missing or there twice: as a table its rows would be drawn at random. */
function unevenSeries(
  csv: Csv,
  columns: readonly ColumnLook[],
  cells: readonly ColumnCells[],
  time: number,
  isDrawn: boolean,
): SeriesLook | undefined {
  const ofRows = Array.from({ length: csv.rows }, (_, row) => timeInMilliseconds(csv.cell(row, time).trim()));
  for (const { column, groups } of waysToGroup(csv, columns, cells)) {
    const steps = Math.min(...groups.map(({ length }) => length));
    const each = groups.map((rows) => unevenTimes(rows.map((row) => ofRows[row])));
    const [first] = each;
    if (steps < leastSteps || !first || !each.every((one) => one?.step === first.step)) continue;
    const place = each.findIndex((one) => one !== undefined && one.odd.length > 0);
    const uneven = each[place];
    if (!uneven) continue;
    const textOf = (row: number) => writtenTime(ofRows[row], csv.cell(row, time).trim());
    const rows = groups[place];
    return {
      timeColumn: csv.header[time],
      ...(column === undefined ? {} : { seriesColumn: column }),
      series: groups.length,
      step: stepOf(first.step),
      steps,
      first: textOf(groups[0][0]),
      last: textOf(groups[0][groups[0].length - 1]),
      curves: isDrawn ? curvesOf(columns, cells, groups[0]) : [],
      uneven: unevenSentence(
        rows.map((row) => ofRows[row]),
        uneven,
        (at) => ({ place: csv.place(rows[at]), text: csv.cell(rows[at], time).trim() }),
      ),
    };
  }
  return undefined;
}

function stepOf(ms: number): TimeStep {
  return ms % 1000 === 0
    ? { kind: 'units', units: String(ms / 1000), digits: 0 }
    : { kind: 'units', units: String(Math.round(ms * 1000)), digits: 6 };
}

function unevenSentence(
  times: readonly number[],
  uneven: UnevenTimes,
  written: (at: number) => { readonly place: string; readonly text: string },
): string {
  const [at] = uneven.odd;
  const { place, text } = written(at);
  const span = times[at] - times[at - 1];
  const step = timeStepText(stepOf(uneven.step));
  const distance = span > 0 ? `${timeStepText(stepOf(span))} after` : 'not after';
  const first = `A series with uneven steps: ${place}, ${text}, is ${distance} the row before (${written(at - 1).text}), not ${step}`;
  const zone = zoneOf(times, uneven);
  if (zone !== undefined)
    return `${first}, as where clocks are ${span > 0 ? 'put forward' : 'put back'} (as in ${zone}): name their zone, “Time zone” (data.timeZone).`;
  const others = uneven.odd.length - 1;
  const more = others > 0 ? ` (and ${others} more so)` : '';
  return `${first}${more}; bring it to even steps, “Bring to steps of” (data.resample, as ${step}), whose steps without a row are empty: “Empty values” (data.gaps), or “Value of a step” in longer ones.`;
}

/** All rows at once, then by each column of few texts. */
function* waysToGroup(
  csv: Csv,
  columns: readonly ColumnLook[],
  cells: readonly ColumnCells[],
): Iterable<Rows> {
  yield { groups: [Array.from({ length: csv.rows }, (_, row) => row)] };
  for (const [at, { name, holds, empty, different }] of columns.entries()) {
    const isFew = different > 1 && different <= Math.min(mostSeries, csv.rows / leastSteps);
    if (empty > 0 || !isFew || holds.kind === 'times' || holds.kind === 'mixed') continue;
    const groups = new Map<string | number, number[]>();
    const { numbers, textOf } = cells[at];
    for (let row = 0; row < csv.rows; row += 1) {
      const key = Number.isNaN(numbers[row]) ? `text ${textOf[row]}` : numbers[row];
      const rows = groups.get(key);
      if (rows) rows.push(row);
      else groups.set(key, [row]);
    }
    yield { column: name, groups: [...groups.values()] };
  }
}

function evenRows(csv: Csv, column: number, rows: readonly number[]): EvenTimes | undefined {
  // Most tables with times are no series, which the first rows tell already.
  const some = timesOf(csv, column, rows.slice(0, leastSteps));
  if (!some || 'outOfStep' in evenTimes(some)) return undefined;
  const times = timesOf(csv, column, rows);
  const even = times && evenTimes(times);
  return even && !('outOfStep' in even) ? even : undefined;
}

function timesOf(csv: Csv, column: number, rows: readonly number[]) {
  const times = rows.flatMap((row) => parseTime(csv.cell(row, column).trim()) ?? []);
  return times.length === rows.length ? times : undefined;
}

function isLike(one: EvenTimes | undefined, first: EvenTimes): boolean {
  return one !== undefined && JSON.stringify(one.step) === JSON.stringify(first.step);
}

function curvesOf(
  columns: readonly ColumnLook[],
  cells: readonly ColumnCells[],
  rows: readonly number[],
): readonly CurveLook[] {
  const parts = Math.min(mostParts, rows.length);
  return columns
    .flatMap(({ name, holds }, at) =>
      holds.kind === 'numbers' ? [{ name, numbers: cells[at].numbers }] : [],
    )
    .slice(0, mostCurves)
    .map(({ name, numbers }) => {
      const [least, most] = [new Array<number>(parts), new Array<number>(parts)];
      for (let part = 0; part < parts; part += 1) {
        const from = Math.floor((part * rows.length) / parts);
        const end = Math.floor(((part + 1) * rows.length) / parts);
        const known = rows
          .slice(from, end)
          .map((row) => numbers[row])
          .filter((value) => !Number.isNaN(value));
        least[part] = known.length === 0 ? Number.NaN : Math.min(...known);
        most[part] = known.length === 0 ? Number.NaN : Math.max(...known);
      }
      return { column: name, least, most };
    });
}
