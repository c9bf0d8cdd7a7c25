import { calendarFeatures } from '../../src-files/data/calendar';
import { timeText } from '../../src-files/data/civil-time';
import { leftOutSteps } from '../../src-files/data/left-out-steps';
import type { TimeSeries } from '../../src-files/data/time-series';
import { readTimeSeries } from '../../src-files/data/time-series';
import { BadInputError } from '../../src-shared/errors';
import type { SeriesSettings } from '../../src-shared/experiment/data';
import { featuresOf, unseenOf, windowShape } from '../../src-shared/experiment/data/series-windows';
import { windowsOf } from '../../src-shared/experiment/data/windows';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import type { Regression, RunData } from './run-data';
import { measureStandardisation, type Standardisation, standardise } from './standardisation';

/**
 * Opens a time series: an item is a window, its number the step at which its history starts. With covariates or the calendar, the
 * input is [history + horizon, values + covariates + 8], the values and the covariates of the past being 0 in the steps to forecast;
 * of one value without them, [history, 1]. A value that is not known is 0 (the mean) as an input and NaN as a target.
 */
export async function openTimeSeriesData(data: SeriesSettings, location: string): Promise<RunData> {
  const series = await readTimeSeries(data, location);
  const leftOut = leftOutSteps(data, series);
  const { targets, covariates } = series;
  const { trainSteps, ...splits } = windowsOf(series.times.length, data, leftOut);
  const isKept = (step: number) => !leftOut || step < leftOut.first || step >= leftOut.end;
  const kept = Array.from(
    { length: trainSteps.end - trainSteps.first },
    (_, at) => trainSteps.first + at,
  ).filter(isKept);
  const columns = [...targets, ...covariates];
  const measured = columns.map(({ name, values }) => knownStandard(name, values, kept));
  const ofTargets = measured.slice(0, targets.length);
  const { history, horizon } = data;
  const source = windowSource(series, data, measured);
  // A row of a table for each value.
  const forecast = Array.from(
    { length: horizon * targets.length },
    (_, at) => history + Math.floor(at / targets.length),
  );
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
    ...splits,
    warnings: series.notes,
    normalisation: {
      names: columns.map(({ name }) => name),
      mean: measured.map(({ mean }) => mean),
      std: measured.map(({ std }) => std),
    },
    timeStep: series.exactTimes.step,
    trainReader: (items) => new BatchReader(source, items),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    dependenceOf: () => ({ kind: 'time' }),
    persistenceOf: (starts) => lastKnown(series, data, ofTargets, starts),
    keys: [
      { name: 'time', of: (start) => forecast.map((step) => timeText(series.exactTimes.at(start + step))) },
    ],
    pastOf: (start) => ({
      values: Float64Array.from(
        { length: history * targets.length },
        (_, at) => targets[at % targets.length].values[start + Math.floor(at / targets.length)],
      ),
      timeAt: (step) => timeText(series.exactTimes.at(start + step)),
    }),
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

/** A column without one value that is known to train on has no standard. */
function knownStandard(name: string, values: Float64Array, steps: readonly number[]): Standardisation {
  const measured = measureStandardisation(values, steps);
  if (Number.isFinite(measured.std)) return measured;
  throw new BadInputError(
    `Column ${name} holds no known value in the steps that are trained on; leave it out, or change data.testFraction.`,
  );
}

/** The last value of each window's history that is known, for every step to forecast; standardised, [starts, horizon, targets]. */
function lastKnown(
  { targets }: TimeSeries,
  { history, horizon }: SeriesSettings,
  standardisations: readonly Standardisation[],
  starts: Uint32Array,
): Float32Array {
  const last = new Float32Array(starts.length * horizon * targets.length);
  targets.forEach(({ values }, target) => {
    starts.forEach((start, place) => {
      let step = start + history - 1;
      while (step > start && Number.isNaN(values[step])) step -= 1;
      const value = standardise(values[step], standardisations[target]);
      for (let ahead = 0; ahead < horizon; ahead += 1)
        last[(place * horizon + ahead) * targets.length + target] = value;
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
  { times }: TimeSeries,
  columns: readonly Float32Array[],
  rowSize: number,
  hasCalendar: boolean,
): Float32Array {
  const rows = new Float32Array(times.length * rowSize);
  times.forEach((time, step) => {
    columns.forEach((values, column) => {
      rows[step * rowSize + column] = values[step];
    });
    if (hasCalendar) calendarFeatures(time, rows, step * rowSize + columns.length);
  });
  return rows;
}
