import { calendarFeatures } from '../../src-files/data/calendar';
import { timeText } from '../../src-files/data/civil-time';
import { leftOutSteps } from '../../src-files/data/left-out-steps';
import type { Covariate, TimeSeries } from '../../src-files/data/time-series';
import { readTimeSeries } from '../../src-files/data/time-series';
import { BadInputError } from '../../src-shared/errors';
import type { SeriesSettings } from '../../src-shared/experiment/data';
import { covariatesOf, featuresOf, windowShape } from '../../src-shared/experiment/data/series-windows';
import { windowsOf } from '../../src-shared/experiment/data/windows';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import type { RunData } from './run-data';
import { measureStandardisation, type Standardisation, standardise } from './standardisation';

/**
 * Opens a time series: an item is a window, its number the step at which its history starts. With covariates or the calendar, the
 * input is [history + horizon, 1 + covariates + 8], the value and the covariates of the past being 0 in the steps to forecast;
 * without, [history, 1]. A value that is not known is 0 (the mean) as an input and NaN as a target.
 */
export async function openTimeSeriesData(data: SeriesSettings, location: string): Promise<RunData> {
  const series = await readTimeSeries(data, location);
  const leftOut = leftOutSteps(data, series);
  const { trainSteps, ...splits } = windowsOf(series.values.length, data, leftOut);
  const isKept = (step: number) => !leftOut || step < leftOut.first || step >= leftOut.end;
  const kept = Array.from(
    { length: trainSteps.end - trainSteps.first },
    (_, at) => trainSteps.first + at,
  ).filter(isKept);
  const measured = [series, ...series.covariates].map(({ values }) => measureStandardisation(values, kept));
  const [standardisation] = measured;
  for (const [at, { std }] of measured.entries()) refuseNothingKnown(series.covariates[at - 1], std);
  const { history, horizon } = data;
  const source = windowSource(series, data, measured);
  const forecast = Array.from({ length: horizon }, (_, step) => history + step);
  return {
    task: {
      kind: 'regression',
      inputShape: windowShape(data),
      targetShape: [horizon, 1],
      targetNames: [series.name],
      ...(series.unit ? { targetUnit: series.unit } : {}),
      targetMean: [standardisation.mean],
      targetStd: [standardisation.std],
    },
    ...splits,
    warnings: series.notes,
    normalisation: {
      names: [series.name, ...series.covariates.map(({ name }) => name)],
      mean: measured.map(({ mean }) => mean),
      std: measured.map(({ std }) => std),
    },
    timeStep: series.exactTimes.step,
    trainReader: (items) => new BatchReader(source, items),
    evaluationReader: (items) => new BatchReader(source, items),
    targetsOf: (indices) => targetsOf(source, indices),
    dependenceOf: () => ({ kind: 'time' }),
    persistenceOf: (starts) => lastKnown(series, data, standardisation, starts),
    keys: [
      { name: 'time', of: (start) => forecast.map((step) => timeText(series.exactTimes.at(start + step))) },
    ],
    pastOf: (start) => ({
      values: series.values.subarray(start, start + history),
      timeAt: (step) => timeText(series.exactTimes.at(start + step)),
    }),
    close: () => {},
  };
}

/** A covariate without one value that is known to train on has no standard. */
function refuseNothingKnown(covariate: Covariate | undefined, std: number): void {
  if (covariate && !Number.isFinite(std))
    throw new BadInputError(
      `Column ${covariate.name} holds no known value in the steps that are trained on; leave it out, or change data.testFraction.`,
    );
}

/** The last value of each window's history that is known, for every step to forecast; standardised, [starts, horizon, 1]. */
function lastKnown(
  { values }: TimeSeries,
  { history, horizon }: SeriesSettings,
  standardisation: Standardisation,
  starts: Uint32Array,
): Float32Array {
  const last = new Float32Array(starts.length * horizon);
  starts.forEach((start, place) => {
    let step = start + history - 1;
    while (step > start && Number.isNaN(values[step])) step -= 1;
    last.fill(standardise(values[step], standardisation), place * horizon, (place + 1) * horizon);
  });
  return last;
}

/**
 * Windows of a series as items, numbered by the step at which their history starts.
 * @param standardisations of the value, then of each covariate
 * @param ofTargets where steps to forecast are told otherwise than those before: counts are not standardised
 */
export function windowSource(
  series: TimeSeries,
  data: SeriesSettings,
  standardisations: readonly Standardisation[],
  ofTargets = standardisations[0],
): ItemSource {
  const { history, horizon } = data;
  const columns = [series, ...series.covariates].map(({ values }, at) =>
    Float32Array.from(values, (value) =>
      Number.isNaN(value) ? 0 : standardise(value, standardisations[at]),
    ),
  );
  const wanted = Float32Array.from(series.values, (value) => standardise(value, ofTargets));
  const shared = { targetSize: horizon, targetType: 'value' } as const;
  const writeTarget: ItemSource['writeTarget'] = (start, to, offset) => {
    to.set(wanted.subarray(start + history, start + history + horizon), offset);
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
  // The value, and the covariates of the past.
  const unseen = 1 + covariatesOf(data).pastCovariates.length;
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

/** [steps, 1 + covariates + calendar] */
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
