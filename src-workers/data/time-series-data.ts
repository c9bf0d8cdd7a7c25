import { calendarFeatures } from '../../src-files/data/calendar';
import { timeText } from '../../src-files/data/civil-time';
import { leftOutOfEach } from '../../src-files/data/left-out-steps';
import type { TimeSeries } from '../../src-files/data/time-series';
import { readTimeSeries } from '../../src-files/data/time-series';
import { windowsOfEach } from '../../src-files/data/windows-of-each';
import { BadInputError } from '../../src-shared/errors';
import type { SeriesSettings } from '../../src-shared/experiment/data';
import { featuresOf, unseenOf, windowShape } from '../../src-shared/experiment/data/series-windows';
import type { Span } from '../../src-shared/experiment/data/time-split';
import type { WindowSplit } from '../../src-shared/experiment/data/windows';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import type { Regression, RunData } from './run-data';
import { constantWarnings, sizeWarnings } from './series-sizes';
import { measureValues, type Standardisation, standardise } from './standardisation';
import { StepsOfEach } from './steps-of-each';

/**
 * Opens a time series: an item is a window, its number the step at which its history starts. With covariates or the calendar, the
 * input is [history + horizon, values + covariates + 8], the values and the covariates of the past being 0 in the steps to forecast;
 * of one value without them, [history, 1]. Steps of several series are counted one series after the other; all are standardised together. A value that is not known is 0 (the mean) as an input and NaN as a target.
 */
export async function openTimeSeriesData(data: SeriesSettings, location: string): Promise<RunData> {
  const all = await readTimeSeries(data, location);
  const windows = windowsOfEach(all, data);
  const [{ targets, covariates, exactTimes }] = all;
  const columns = [...targets, ...covariates];
  const measured = standardsOf(all, windows, data);
  const ofTargets = measured.slice(0, targets.length);
  const items = new StepsOfEach(all);
  const source = items.source(all.map((series) => windowSource(series, data, measured)));
  const { history, horizon } = data;
  const timeOf = (item: number) => {
    const { place, step: start } = items.of(item);
    return (step: number) => timeText(all[place].exactTimes.at(start + step));
  };
  // A row of a table for each value.
  const forecast = Array.from(
    { length: horizon * targets.length },
    (_, at) => history + Math.floor(at / targets.length),
  );
  const leftOut = items.numbered(windows.map((each) => each.leftOut ?? new Uint32Array(0)));
  return {
    task: {
      kind: 'regression',
      inputShape: windowShape(data),
      targetShape: [horizon, targets.length],
      targetNames: targets.map(({ name }) => name),
      ...unitsOf(targets),
      targetMean: ofTargets.map(({ mean }) => mean),
      targetStd: ofTargets.map(({ std }) => std),
    },
    train: items.numbered(windows.map(({ train }) => train)),
    validation: items.numbered(windows.map(({ validation }) => validation)),
    test: items.numbered(windows.map(({ test }) => test)),
    ...(leftOut.length > 0 ? { leftOut } : {}),
    warnings: [...all.flatMap(({ notes }) => notes), ...constantWarnings(all), ...sizeWarnings(all)],
    normalisation: {
      names: columns.map(({ name }) => name),
      mean: measured.map(({ mean }) => mean),
      std: measured.map(({ std }) => std),
    },
    timeStep: exactTimes.step,
    trainReader: (size) => new BatchReader(source, size),
    evaluationReader: (size) => new BatchReader(source, size),
    targetsOf: (indices) => targetsOf(source, indices),
    dependenceOf: (numbers) => ({ kind: 'time', series: numbers.map((item) => items.of(item).place) }),
    persistenceOf: (starts) => lastKnown(all, items, data, ofTargets, starts),
    keys: [
      ...(all[0].name === undefined
        ? []
        : [{ name: 'series', of: (item: number) => [all[items.of(item).place].name ?? ''] }]),
      { name: 'time', of: (item) => forecast.map(timeOf(item)) },
    ],
    pastOf: (item) => {
      const { place, step: start } = items.of(item);
      const own = all[place].targets;
      return {
        values: Float64Array.from(
          { length: history * own.length },
          (_, at) => own[at % own.length].values[start + Math.floor(at / own.length)],
        ),
        timeAt: timeOf(item),
      };
    },
    originOf: (item) => timeOf(item)(history),
    close: () => {},
  };
}

/** Several that differ have none together, and each its own. */
function unitsOf(targets: TimeSeries['targets']): Pick<Regression, 'targetUnit' | 'cellUnits'> {
  const units = targets.map(({ unit = '' }) => unit);
  const [unit] = units;
  if (units.every((each) => each === unit)) return unit === '' ? {} : { targetUnit: unit };
  return { cellUnits: units };
}

/** Of the values, then of the covariates, over the training steps of all series. */
function standardsOf(
  all: readonly TimeSeries[],
  windows: readonly WindowSplit[],
  data: SeriesSettings,
): readonly Standardisation[] {
  const leftOut = leftOutOfEach(data, all);
  const trained = windows.map((each, at) => trainedSteps(each, leftOut[at]));
  return columnsOf(all[0]).map(({ name }, column) =>
    knownStandard(
      name,
      valuesOfEach(all, trained, (series) => columnsOf(series)[column].values),
    ),
  );
}

/** The steps that are looked at for training, without those left out. */
function trainedSteps(
  { trainSteps: { first, end } }: WindowSplit,
  leftOut: Span | undefined,
): readonly number[] {
  const isKept = (step: number) => !leftOut || step < leftOut.first || step >= leftOut.end;
  return Array.from({ length: end - first }, (_, at) => first + at).filter(isKept);
}

/** A column without one value that is known to train on has no standard. */
function knownStandard(name: string, values: Iterable<number>): Standardisation {
  const measured = measureValues(values);
  if (Number.isFinite(measured.std)) return measured;
  throw new BadInputError(
    `Column ${name} holds no known value in the steps that are trained on; leave it out, or change data.testFraction.`,
  );
}

function* valuesOfEach(
  all: readonly TimeSeries[],
  steps: readonly (readonly number[])[],
  of: (series: TimeSeries) => Float64Array,
): Iterable<number> {
  for (const [at, series] of all.entries()) {
    const values = of(series);
    for (const step of steps[at]) yield values[step];
  }
}

function columnsOf({ targets, covariates }: TimeSeries) {
  return [...targets, ...covariates];
}

/** The last value of each window's history that is known, for every step to forecast; standardised, [starts, horizon, targets]. */
function lastKnown(
  all: readonly TimeSeries[],
  items: StepsOfEach,
  { history, horizon }: SeriesSettings,
  standardisations: readonly Standardisation[],
  starts: Uint32Array,
): Float32Array {
  const count = standardisations.length;
  const last = new Float32Array(starts.length * horizon * count);
  starts.forEach((item, position) => {
    const { place, step: start } = items.of(item);
    all[place].targets.forEach(({ values }, target) => {
      let step = start + history - 1;
      while (step > start && Number.isNaN(values[step])) step -= 1;
      const value = standardise(values[step], standardisations[target]);
      for (let ahead = 0; ahead < horizon; ahead += 1)
        last[(position * horizon + ahead) * count + target] = value;
    });
  });
  return last;
}

/**
 * Windows of a series as items, numbered by the step at which their history starts.
 * @param standardisations of the values, then of the covariates
 * @param ofTargets where steps to forecast are told otherwise than those before: counts are not standardised
 */
export function windowSource(
  series: TimeSeries,
  data: SeriesSettings,
  standardisations: readonly Standardisation[],
  ofTargets = standardisations,
): ItemSource {
  const { history, horizon } = data;
  const { targets } = series;
  const columns = [...targets, ...series.covariates].map(({ values }, at) =>
    Float32Array.from(values, (value) =>
      Number.isNaN(value) ? 0 : standardise(value, standardisations[at]),
    ),
  );
  const wanted = besideEachOther(
    targets.map(({ values }, at) => values.map((value) => standardise(value, ofTargets[at]))),
  );
  const perStep = targets.length;
  const shared = { targetSize: horizon * perStep, targetType: 'value' } as const;
  const writeTarget: ItemSource['writeTarget'] = (start, to, offset) => {
    to.set(wanted.subarray((start + history) * perStep, (start + history + horizon) * perStep), offset);
  };
  const features = featuresOf(data);
  if (features === 0)
    return {
      ...shared,
      inputSize: history,
      writeInput: (start, _look, to, offset) => to.set(columns[0].subarray(start, start + history), offset),
      writeTarget,
    };
  const rowSize = 1 + features;
  const rows = rowsOf(series, columns, rowSize, data.calendar);
  const unseen = unseenOf(data);
  return {
    ...shared,
    inputSize: (history + horizon) * rowSize,
    writeInput: (start, _look, to, offset) => {
      to.set(rows.subarray(start * rowSize, (start + history + horizon) * rowSize), offset);
      for (let step = history; step < history + horizon; step += 1)
        to.fill(0, offset + step * rowSize, offset + step * rowSize + unseen);
    },
    writeTarget,
  };
}

/** [steps, columns] */
function besideEachOther(columns: readonly Float64Array[]): Float32Array {
  const [{ length }] = columns;
  return Float32Array.from(
    { length: length * columns.length },
    (_, at) => columns[at % columns.length][Math.floor(at / columns.length)],
  );
}

/** [steps, values + covariates + calendar] */
function rowsOf(
  { times, clock }: TimeSeries,
  columns: readonly Float32Array[],
  rowSize: number,
  hasCalendar: boolean,
): Float32Array {
  const rows = new Float32Array(times.length * rowSize);
  times.forEach((time, step) => {
    columns.forEach((values, column) => {
      rows[step * rowSize + column] = values[step];
    });
    if (hasCalendar) calendarFeatures(clock?.shownAt(time) ?? time, rows, step * rowSize + columns.length);
  });
  return rows;
}
