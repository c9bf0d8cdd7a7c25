import { readRows } from '../../src-files/csv/read-rows';
import { milliseconds, timeText } from '../../src-files/data/civil-time';
import { seriesIn, type TimeSeries } from '../../src-files/data/time-series';
import { type TimeStep, timeStepText } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import { covariatesOf } from '../../src-shared/experiment/data/series-windows';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { Standardisation } from '../data/standardisation';
import { windowSource } from '../data/time-series-data';
import type { PredictionInputs } from './prediction-inputs';

/** The end of each series: its last known steps, from which the steps after its last row are forecast. */
export async function openSeriesEnd(
  file: string,
  data: SeriesSettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  const {
    normalisation: { mean, std },
    timeStep,
  } = metadata;
  const layout = seriesFacts(data).layout(data);
  const ahead = covariatesOf(data).futureCovariates;
  const rows = await readRows(file, layout.dialect);
  // Rows to forecast have columns known ahead, and no value.
  const all = seriesIn(rows, ahead.length > 0 ? { ...layout, gaps: 'mask' } : layout, timeStep, true);
  const standardisations = mean.map((each, at) => ({ mean: each, std: std[at] }));
  const ends = all.map((whole) => {
    requireSameUnits(whole, metadata, file);
    const place = seriesText(file, whole.name);
    const known = ahead.length > 0 ? upToForecast(whole, data, layout.gaps, place) : whole;
    return endOf(known, whole, data, standardisations, place);
  });
  const [{ inputSize }] = ends;
  return {
    items: ends.length,
    keys: [
      ...(all[0].name === undefined
        ? []
        : [{ name: 'series', of: (item: number) => ends[item].times.map(() => all[item].name ?? '') }]),
      { name: 'time', of: (item) => ends[item].times },
    ],
    read: async (first, count) => {
      const inputs = new Float32Array(count * inputSize);
      for (let place = 0; place < count; place += 1)
        ends[first + place].writeInput(inputs, place * inputSize);
      return inputs;
    },
    notes: [...all.flatMap(({ notes }) => notes), ...stepNotes(all[0].exactTimes.step, timeStep, file)],
  };
}

/** As messages call it. */
export function seriesText(file: string, name: string | undefined): string {
  return name === undefined ? file : `${file}: series ${name}`;
}

/**
 * What the steps after a series are forecast from.
 * @param whole has the columns of these steps that are known ahead
 */
function endOf(
  known: TimeSeries,
  whole: TimeSeries,
  data: SeriesSettings,
  standardisations: readonly Standardisation[],
  place: string,
) {
  const { history, horizon } = data;
  const steps = known.times.length;
  if (steps < Math.max(history, 2))
    throw new BadInputError(
      `${place} has ${steps} ${steps === 1 ? 'row' : 'rows'}; this network forecasts from the last ${history}.`,
    );
  const series = continued(known, whole, horizon);
  const source = windowSource(series, data, standardisations);
  return {
    inputSize: source.inputSize,
    times: Array.from({ length: horizon }, (_, at) => timeText(series.exactTimes.at(steps + at))),
    writeInput: (to: Float32Array, offset: number) =>
      source.writeInput(steps - history, { epoch: 0, view: 0 }, to, offset),
  };
}

/** @throws BadInputError where a column says another unit than in training, as `measuredName` and its like put it there */
export function requireSameUnits(
  { targets, covariates }: TimeSeries,
  { task, normalisation: { names = [] } }: PosteriorMetadata,
  file: string,
): void {
  const withUnit = (name: string, unit: string | undefined) => (unit ? `${name} [${unit}]` : name);
  const values = targets.flatMap(({ name, unit }, at) => {
    const trained = task.kind === 'regression' ? (task.targetUnit ?? task.cellUnits?.[at]) : undefined;
    return unit === undefined ? [] : [{ own: withUnit(name, unit), right: withUnit(name, trained) }];
  });
  const others = names
    .slice(targets.length)
    .map((right, at) => ({ own: covariates[at]?.name ?? right, right }));
  const wrong = [...values, ...others].find(({ own, right }) => own !== right);
  if (wrong)
    throw new BadInputError(
      `${file}: ${wrong.own} is what a column holds, and this network was trained on ${wrong.right}; give it in that unit.`,
    );
}

/**
 * What a person should know of a file's step.
 * @param trained missing in posteriors of earlier versions
 * @throws BadInputError where the network was trained on another: its forecasts would be for times that it never saw
 */
export function stepNotes(
  own: TimeStep | undefined,
  trained: TimeStep | undefined,
  file: string,
): readonly string[] {
  if (!own) return [];
  if (!trained)
    return [
      `The posterior does not keep the step of the series that its network was trained on; it was taken for that of the file, ${timeStepText(own)}.`,
    ];
  const [ofFile, right] = [own, trained].map(timeStepText);
  if (ofFile === right) return [];
  throw new BadInputError(
    `${file} has steps of ${ofFile}, and this network was trained on steps of ${right}; name a file with steps of ${right}.`,
  );
}

/**
 * The series without the rows at its end that have no value, but columns that are known ahead.
 * @throws BadInputError where these are too few to forecast from, or something before is not known that has to be
 */
function upToForecast(
  series: TimeSeries,
  { horizon }: SeriesSettings,
  gaps: 'refuse' | 'mask',
  file: string,
): TimeSeries {
  const { targets, covariates } = series;
  const rows = series.times.length;
  let steps = rows;
  while (steps > 0 && targets.every(({ values }) => Number.isNaN(values[steps - 1]))) steps -= 1;
  const name = targets.map((target) => target.name).join(', ');
  const ahead = covariates.filter(({ isKnownAhead }) => isKnownAhead);
  if (rows - steps < horizon)
    throw new BadInputError(
      `${file} has ${rows - steps} rows after its last ${name}; this network forecasts ${horizon} steps and needs ${ahead.map((each) => each.name).join(', ')} of each: add a row for each of them, with its time and these columns, and ${name} left empty.`,
    );
  const end = steps + horizon;
  for (const { name: column, values: own, isKnownAhead } of [
    ...targets.map((target) => ({ ...target, isKnownAhead: false })),
    ...covariates,
  ]) {
    const missing = own.subarray(0, isKnownAhead ? end : steps).findIndex(Number.isNaN);
    if (gaps === 'refuse' && missing >= 0)
      throw new BadInputError(
        `${file}: ${column} is not known at ${timeText(series.exactTimes.at(missing))}; fill it in, or train with "gaps": "mask".`,
      );
  }
  return {
    ...series,
    targets: targets.map((each) => ({ ...each, values: each.values.subarray(0, steps) })),
    times: series.times.subarray(0, steps),
    covariates: covariates.map((each) => ({ ...each, values: each.values.subarray(0, steps) })),
  };
}

/**
 * The series with further steps at the same distance, whose values are not known.
 * @param whole has the columns of these steps that are known ahead
 */
function continued(
  { exactTimes, targets, ...facts }: TimeSeries,
  whole: TimeSeries,
  further: number,
): TimeSeries {
  const steps = facts.times.length + further;
  const longer = <Column extends { readonly values: Float64Array }>(column: Column): Column => ({
    ...column,
    values: Float64Array.from({ length: steps }, (_, at) => column.values[at] ?? Number.NaN),
  });
  return {
    ...facts,
    targets: targets.map(longer),
    covariates: whole.covariates.map(longer),
    exactTimes,
    times: Float64Array.from({ length: steps }, (_, at) => milliseconds(exactTimes.at(at))),
  };
}
