import type { TimeStep } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import {
  covariatesOf,
  type SeriesLayout,
  windowShape,
} from '../../src-shared/experiment/data/series-windows';
import { namesOfTargets } from '../../src-shared/experiment/data/target-names';
import { type NamedQuantity, unitInName } from '../../src-shared/experiment/data/unit-in-name';
import type { ColumnCells } from '../csv/column-contents';
import { type Csv, columnOf } from '../csv/csv';
import { trainableColumn } from '../csv/numbers';
import { quantityNotes } from '../csv/quantity-notes';
import { readRows } from '../csv/read-rows';
import { measuredName } from '../csv/units';
import { milliseconds, parseTime } from './civil-time';
import { type EvenTimes, evenTimes } from './even-times';
import { requireOneStep, rowsBySeries } from './several-series';
import { windowsOfEach } from './windows-of-each';

/** A column that is forecast. */
export interface SeriesValue extends NamedQuantity {
  /** NaN where a value is not known. */
  readonly values: Float64Array;
}

/** A column beside the values that a forecast sees. */
export interface Covariate {
  readonly name: string;
  /** NaN where a value is not known. */
  readonly values: Float64Array;
  /** Whether the steps to forecast have it as well. */
  readonly isKnownAhead: boolean;
}

/** One value, or several, at each of evenly spaced times. */
export interface TimeSeries {
  /** Where its file holds several. */
  readonly name?: string;
  /** Milliseconds since 1970 in UTC; a time without a zone counts as UTC. */
  readonly times: Float64Array;
  /** The same to their last digit, and those that would follow. */
  readonly exactTimes: EvenTimes;
  /** Those that are forecast, in the order that the experiment names them. */
  readonly targets: readonly SeriesValue[];
  /** Columns beside them: those of the past, then those known ahead. */
  readonly covariates: readonly Covariate[];
  /** What was understood of the file: whole sentences. */
  readonly notes: readonly string[];
}

/**
 * The series of an experiment's data: one, or as many as its column of series names, in the order of their first rows.
 * @param location the folder of a data set that Parasample knows, or the person's own file
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function readTimeSeries(data: SeriesSettings, location: string): Promise<readonly TimeSeries[]> {
  const layout = seriesFacts(data).layout(data);
  return seriesIn(
    await readRows(layout.file ? `${location}/${layout.file}` : location, layout.dialect),
    layout,
  );
}

/** Whether a run can be trained on it: throws BadInputError where not. Returns the shape of one item's inputs. */
export async function checkTimeSeries(data: SeriesSettings, location: string): Promise<readonly number[]> {
  requireKnown(await readTimeSeries(data, location), data);
  return windowShape(data);
}

/** A part of the series without one known value to forecast teaches nothing, and has no scores. */
function requireKnown(all: readonly TimeSeries[], data: SeriesSettings): void {
  const windows = windowsOfEach(all, data);
  const [{ targets }] = all;
  for (const [part, name] of Object.entries({ train: 'training', validation: 'validation', test: 'test' }))
    targets.forEach((target, place) => {
      const starts = windows.map((each) => each[part as 'train' | 'validation' | 'test']);
      const isKnown = all.some(({ targets: own }, at) => hasKnown(own[place].values, starts[at], data));
      if (isKnown || starts.every(({ length }) => length === 0)) return;
      const what = targets.length > 1 ? ` of ${target.name}` : '';
      throw new BadInputError(
        `data.valueColumn: the ${name} part of ${rowsOf(starts, data)} holds no known value${what} to forecast; change data.testFraction, data.validationFraction, data.history or data.stride, or name another column.`,
      );
    });
}

function hasKnown(values: Float64Array, starts: Uint32Array, { history, horizon }: SeriesSettings): boolean {
  return starts.some((start) =>
    values.subarray(start + history, start + history + horizon).some((value) => !Number.isNaN(value)),
  );
}

function rowsOf(windows: readonly Uint32Array[], { history, horizon }: SeriesSettings): string {
  const [starts, ...others] = windows;
  if (others.length > 0) return 'all series';
  const [first, end] = [starts[0] + history, starts[starts.length - 1] + history + horizon];
  return `the series, rows ${first + 1} to ${end} of its values,`;
}

/**
 * Takes the times and the columns of values out of a CSV file.
 * @param expected the step between its times, where they fit that one
 * @throws BadInputError naming row and column: a time that is none or out of step, a value that is no finite number
 */
export function seriesIn(csv: Csv, layout: SeriesLayout, expected?: TimeStep): readonly TimeSeries[] {
  const column = columnOf(csv, layout.timeColumn, 'data.timeColumn');
  const { targets, notes } = valuesIn(csv, layout);
  const covariates = covariatesIn(csv, layout);
  const all: TimeSeries[] = [];
  for (const [name, rows] of rowsBySeries(csv, layout.seriesColumn)) {
    const ofRows = <Column extends { readonly values: Float64Array }>(one: Column): Column => ({
      ...one,
      values: Float64Array.from(rows, (row) => one.values[row]),
    });
    const exactTimes = timesOf(csv, column, rows, expected ?? all[0]?.exactTimes.step);
    all.push({
      ...(name === undefined ? {} : { name }),
      times: Float64Array.from(rows, (_, place) => milliseconds(exactTimes.at(place))),
      exactTimes,
      targets: targets.map(ofRows),
      covariates: covariates.map(ofRows),
      notes: all.length === 0 ? [...csv.notes, ...notes] : [],
    });
  }
  requireOneStep(all, csv.fileName);
  return all;
}

function valuesIn(
  csv: Csv,
  { valueColumn, unit, gaps }: SeriesLayout,
): Pick<TimeSeries, 'targets' | 'notes'> {
  const columns = namesOfTargets(valueColumn);
  const cells = columns.map((name) => knownColumn(csv, name, 'valueColumn', gaps));
  const names = columns.map((name, at) => measuredName(name, cells[at]));
  const quantities = unit ? columns.map((name) => ({ name, unit })) : quantitiesOf(names);
  return {
    targets: quantities.map((quantity, at) => ({ ...quantity, values: cells[at].numbers })),
    notes: quantityNotes(csv, cells),
  };
}

/** Names and units apart, where the names without them are still different. */
function quantitiesOf(columns: readonly string[]): readonly NamedQuantity[] {
  const quantities = columns.map(unitInName);
  const areDifferent = new Set(quantities.map(({ name }) => name)).size === columns.length;
  return areDifferent ? quantities : columns.map((name) => ({ name }));
}

function knownColumn(csv: Csv, name: string, setting: string, gaps: SeriesLayout['gaps']): ColumnCells {
  const cells = trainableColumn(csv, columnOf(csv, name, `data.${setting}`), gaps);
  if (!cells.numbers.every(Number.isNaN)) return cells;
  throw new BadInputError(`${csv.fileName}: column ${name} holds no known value.`);
}

function covariatesIn(csv: Csv, layout: SeriesLayout): readonly Covariate[] {
  const { pastCovariates, futureCovariates } = covariatesOf(layout);
  const read = (names: readonly string[], setting: string, isKnownAhead: boolean) =>
    names.map((name): Covariate => {
      const cells = knownColumn(csv, name, setting, layout.gaps);
      return { name: measuredName(name, cells), values: cells.numbers, isKnownAhead };
    });
  return [
    ...read(pastCovariates, 'pastCovariates', false),
    ...read(futureCovariates, 'futureCovariates', true),
  ];
}

function timesOf(
  csv: Csv,
  column: number,
  rows: readonly number[],
  expected: TimeStep | undefined,
): EvenTimes {
  const where = (row: number) => `${csv.fileName}, ${csv.place(row)}, column ${csv.header[column]}`;
  const times = rows.map((row) => {
    const cell = csv.cell(row, column);
    const time = parseTime(cell.trim());
    if (!time) throw new BadInputError(`${where(row)}: "${cell}" is no time like 2016-07-01 00:00:00.`);
    return time;
  });
  const even = evenTimes(times, expected);
  if (!('outOfStep' in even)) return even;
  const { outOfStep } = even;
  const [first, second, before, here] = [0, 1, outOfStep - 1, outOfStep].map((at) => milliseconds(times[at]));
  const row = rows[outOfStep];
  const previous =
    rows[outOfStep - 1] === row - 1 ? 'the row before' : `row ${csv.rowNumber(rows[outOfStep - 1])}`;
  throw new BadInputError(
    `${where(row)}: ${csv.cell(row, column)} is ${spanText(here - before)} after ${previous}, not ${second > first ? spanText(second - first) : 'later'}; the steps of a series are all alike.`,
  );
}

function spanText(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (Number.isInteger(minutes / 60)) return `${minutes / 60} h`;
  return Number.isInteger(minutes) ? `${minutes} min` : `${milliseconds / 1000} s`;
}
