import { calendarFeatures } from '../../src-files/data/calendar';
import { timeText } from '../../src-files/data/civil-time';
import { leftOutSteps } from '../../src-files/data/left-out-steps';
import type { TimeSeries } from '../../src-files/data/time-series';
import { readTimeSeries } from '../../src-files/data/time-series';
import type { SeriesSettings } from '../../src-shared/experiment/data';
import { calendarSize } from '../../src-shared/experiment/data/series-windows';
import { windowsOf } from '../../src-shared/experiment/data/windows';
import { BatchReader, type ItemSource, targetsOf } from './batch-reader';
import type { RunData } from './run-data';
import { measureStandardisation, type Standardisation, standardise } from './standardisation';

/**
 * Opens a time series: an item is a window, its number the step at which its history starts. With the calendar, the
 * input is [history + horizon, 1 + 8], the value being 0 in the steps to forecast; without it, [history, 1]. A value
 * that is not known is 0 (the mean) as an input and NaN as a target.
 */
export async function openTimeSeriesData(data: SeriesSettings, location: string): Promise<RunData> {
  const series = await readTimeSeries(data, location);
  const leftOut = leftOutSteps(data, series);
  const { trainSteps, ...splits } = windowsOf(series.values.length, data, leftOut);
  const past = series.values.subarray(trainSteps.first, trainSteps.end);
  const isKept = (step: number) => !leftOut || step < leftOut.first || step >= leftOut.end;
  const standardisation = measureStandardisation(past, [...past.keys()].filter(isKept));
  const { history, horizon } = data;
  const source = windowSource(series, data, standardisation);
  const forecast = Array.from({ length: horizon }, (_, step) => history + step);
  return {
    task: {
      kind: 'regression',
      inputShape: data.calendar ? [history + horizon, 1 + calendarSize] : [history, 1],
      targetShape: [horizon, 1],
      targetNames: [series.name],
      ...(series.unit ? { targetUnit: series.unit } : {}),
      targetMean: [standardisation.mean],
      targetStd: [standardisation.std],
    },
    ...splits,
    warnings: series.notes,
    normalisation: { names: [series.name], mean: [standardisation.mean], std: [standardisation.std] },
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
 * @param ofTargets where steps to forecast are told otherwise than those before: counts are not standardised
 */
export function windowSource(
  series: TimeSeries,
  { history, horizon, calendar }: SeriesSettings,
  standardisation: Standardisation,
  ofTargets = standardisation,
): ItemSource {
  const values = Float32Array.from(series.values, (value) => standardise(value, standardisation));
  const known = values.map((value) => (Number.isNaN(value) ? 0 : value));
  const wanted = Float32Array.from(series.values, (value) => standardise(value, ofTargets));
  const shared = { targetSize: horizon, targetType: 'value' } as const;
  const writeTarget: ItemSource['writeTarget'] = (start, to, offset) => {
    to.set(wanted.subarray(start + history, start + history + horizon), offset);
  };
  if (!calendar)
    return {
      ...shared,
      inputSize: history,
      writeInput: (start, _look, to, offset) => to.set(known.subarray(start, start + history), offset),
      writeTarget,
    };
  const rowSize = 1 + calendarSize;
  const rows = rowsWithCalendar(series, known);
  return {
    ...shared,
    inputSize: (history + horizon) * rowSize,
    writeInput: (start, _look, to, offset) => {
      to.set(rows.subarray(start * rowSize, (start + history + horizon) * rowSize), offset);
      for (let step = history; step < history + horizon; step += 1) to[offset + step * rowSize] = 0;
    },
    writeTarget,
  };
}

/** [steps, 1 + 8] */
function rowsWithCalendar({ times }: TimeSeries, values: Float32Array): Float32Array {
  const rowSize = 1 + calendarSize;
  const rows = new Float32Array(values.length * rowSize);
  values.forEach((value, step) => {
    rows[step * rowSize] = value;
    calendarFeatures(times[step], rows, step * rowSize + 1);
  });
  return rows;
}
