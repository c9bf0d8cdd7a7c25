import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import { type SeriesLayout, windowShape } from '../../src-shared/experiment/data/series-windows';
import { unitInName } from '../../src-shared/experiment/data/unit-in-name';
import { windowsOf } from '../../src-shared/experiment/data/windows';
import { type Csv, columnOf, readCsv } from '../csv/csv';
import { numbersOf } from '../csv/numbers';

/** One value at each of evenly spaced times. */
export interface TimeSeries {
  readonly name: string;
  readonly unit?: string;
  /** Milliseconds since 1970 in UTC; a time without a zone counts as UTC. */
  readonly times: Float64Array;
  /** NaN where a value is not known. */
  readonly values: Float64Array;
}

const isoTime = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d(?:\.\d+)?))?)?(Z|[+-]\d\d:?\d\d)?$/;

/**
 * The series of an experiment's data.
 * @param location the folder of a data set that Parasample knows, or the person's own file
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function readTimeSeries(data: SeriesSettings, location: string): Promise<TimeSeries> {
  const layout = seriesFacts(data).layout(data);
  return timeSeriesOf(await readCsv(layout.file ? `${location}/${layout.file}` : location), layout);
}

/** Whether a run can be trained on it: throws BadInputError where not. Returns the shape of one item's inputs. */
export async function checkTimeSeries(data: SeriesSettings, location: string): Promise<readonly number[]> {
  windowsOf((await readTimeSeries(data, location)).values.length, data);
  return windowShape(data);
}

/**
 * Takes the times and one column of values out of a CSV file.
 * @throws BadInputError naming row and column: a time that is none or out of step, a value that is no finite number
 */
export function timeSeriesOf(csv: Csv, { timeColumn, valueColumn, gaps, unit }: SeriesLayout): TimeSeries {
  const times = timesOf(csv, columnOf(csv, timeColumn, 'data.timeColumn'));
  const values = numbersOf(csv, columnOf(csv, valueColumn, 'data.valueColumn'), gaps);
  if (values.every(Number.isNaN))
    throw new BadInputError(`${csv.fileName}: column ${valueColumn} holds no known value.`);
  const quantity = unit ? { name: valueColumn, unit } : unitInName(valueColumn);
  return { ...quantity, times, values };
}

function timesOf(csv: Csv, column: number): Float64Array {
  const where = (index: number) => `${csv.fileName}, ${csv.place(index)}, column ${csv.header[column]}`;
  const times = Float64Array.from({ length: csv.rows }, (_, index) => {
    const cell = csv.cell(index, column);
    const time = parseTime(cell.trim());
    if (Number.isNaN(time))
      throw new BadInputError(`${where(index)}: "${cell}" is no time like 2016-07-01 00:00:00.`);
    return time;
  });
  const step = times[1] - times[0];
  for (let index = 1; index < times.length; index += 1)
    if (times[index] - times[index - 1] !== step || step <= 0)
      throw new BadInputError(
        `${where(index)}: ${csv.cell(index, column)} is ${spanText(times[index] - times[index - 1])} after the row before, not ${step > 0 ? spanText(step) : 'later'}; the steps of a series are all alike.`,
      );
  return times;
}

/** Milliseconds since 1970, or NaN. Written out, since Date.parse takes a time without a zone for local time. */
function parseTime(text: string): number {
  const match = isoTime.exec(text);
  if (!match) return Number.NaN;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map((part) => Number(part ?? 0));
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second >= 60) return Number.NaN;
  return date.getTime() + ((hour * 60 + minute) * 60 + second) * 1000 - zoneMs(match[7]);
}

function zoneMs(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function spanText(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (Number.isInteger(minutes / 60)) return `${minutes / 60} h`;
  return Number.isInteger(minutes) ? `${minutes} min` : `${milliseconds / 1000} s`;
}
