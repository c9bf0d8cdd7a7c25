import type { TimeStep } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import type { ResampledBy } from '../../src-shared/experiment/data/resampling';
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
import { milliseconds } from './civil-time';
import type { EvenTimes } from './even-times';
import { onSteps } from './on-steps';
import { rowTimes } from './series-times';
import { requireOneStep, rowsBySeries } from './several-series';
import { windowsOfEach } from './windows-of-each';
import { ZoneClock } from './zone-clock';

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
  /** The clocks that the calendar is read from, where they are not UTC’s. */
  readonly clock?: ZoneClock;
  /** Milliseconds since 1970 in UTC; a time without a zone counts as UTC, where the experiment names none. */
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
 * @param isForecastFrom whether the steps after its end are to be forecast: it then ends with the last whole one of steps that rows are brought to
 * @throws BadInputError naming row and column: a time that is none or out of step, a value that is no finite number
 */
export function seriesIn(
  csv: Csv,
  layout: SeriesLayout,
  expected?: TimeStep,
  isForecastFrom = false,
): readonly TimeSeries[] {
  const column = columnOf(csv, layout.timeColumn, 'data.timeColumn');
  const { targets, notes } = valuesIn(csv, layout);
  const covariates = covariatesIn(csv, layout);
  const clock = layout.timeZone === undefined ? undefined : new ZoneClock(layout.timeZone);
  const ways = waysOf(layout);
  const all: TimeSeries[] = [];
  let left = 0;
  for (const [name, rows] of rowsBySeries(csv, layout.seriesColumn)) {
    const ofRows = <Column extends { readonly values: Float64Array }>(one: Column): Column => ({
      ...one,
      values: Float64Array.from(rows, (row) => one.values[row]),
    });
    const read = rowTimes(csv, column, rows, clock);
    const steps = onSteps(csv, column, rows, read, {
      layout,
      expected: expected ?? all[0]?.exactTimes.step,
      columns: [...targets, ...covariates].map((one, at) => ({ ...ofRows(one), by: ways[at] })),
      name,
      isForecastFrom,
    });
    left += steps.left;
    all.push({
      ...(name === undefined ? {} : { name }),
      ...(steps.clock ? { clock: steps.clock } : {}),
      times: Float64Array.from({ length: steps.length }, (_, place) =>
        milliseconds(steps.exactTimes.at(place)),
      ),
      exactTimes: steps.exactTimes,
      targets: targets.map((one, at) => ({ ...one, values: steps.values[at] })),
      covariates: covariates.map((one, at) => ({ ...one, values: steps.values[targets.length + at] })),
      notes: all.length === 0 ? [...csv.notes, ...notes, ...timeNotes(layout)] : [],
    });
  }
  requireOneStep(all, csv.fileName);
  const [first, ...others] = all;
  return left === 0 ? all : [{ ...first, notes: [...first.notes, partsNote(left, layout)] }, ...others];
}

/** What stands for the values in a step, column by column: of those to forecast, then of the covariates. */
function waysOf(layout: SeriesLayout): readonly (ResampledBy | undefined)[] {
  const { pastCovariates, futureCovariates } = covariatesOf(layout);
  const columns = [...namesOfTargets(layout.valueColumn), ...pastCovariates, ...futureCovariates];
  return columns.map((column) => layout.resampleByColumn?.[column] ?? layout.resampleBy);
}

function timeNotes({
  timeZone,
  resample,
  resampleBy,
  resampleByColumn = {},
}: SeriesLayout): readonly string[] {
  const others = Object.entries(resampleByColumn)
    .map(([column, by]) => `, of ${column} the ${by}`)
    .join('');
  return [
    ...(timeZone === undefined
      ? []
      : [
          `Times without a zone are read from the clocks of ${timeZone} (data.timeZone), which the calendar is of, too; of forecasts they are told in UTC, but where all are days.`,
        ]),
    ...(resample === undefined
      ? []
      : [`Rows were brought to steps of ${resample}, of each the ${resampleBy}${others} (data.resample).`]),
  ];
}

function partsNote(left: number, { resample }: SeriesLayout): string {
  const [steps, were, each] = left === 1 ? ['step', 'was', 'it'] : ['steps', 'were', 'each'];
  return `${left} ${steps} of ${resample} at the ends of what is known ${were} left out, since rows reach through but a part of ${each} (data.resample).`;
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

const maskInstead = {
  ofGaps: 'Where values are not known, set data.gaps to mask (in the window “Empty values”, “Not known”).',
};

function knownColumn(csv: Csv, name: string, setting: string, gaps: SeriesLayout['gaps']): ColumnCells {
  const cells = trainableColumn(csv, columnOf(csv, name, `data.${setting}`), gaps, maskInstead);
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
