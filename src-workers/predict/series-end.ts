import { readRows } from '../../src-files/csv/read-rows';
import { milliseconds, timeText } from '../../src-files/data/civil-time';
import { type TimeSeries, timeSeriesOf } from '../../src-files/data/time-series';
import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import { covariatesOf } from '../../src-shared/experiment/data/series-windows';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import { type TimeStep, timeStepText } from '../../src-shared/time-step';
import { windowSource } from '../data/time-series-data';
import type { PredictionInputs } from './prediction-inputs';

/** The end of a series: its last known steps, from which the steps after the file's last row are forecast. */
export async function openSeriesEnd(
  file: string,
  data: SeriesSettings,
  metadata: PosteriorMetadata,
): Promise<PredictionInputs> {
  const {
    normalisation: { mean, std },
    timeStep,
  } = metadata;
  const { history, horizon } = data;
  const layout = seriesFacts(data).layout(data);
  const ahead = covariatesOf(data).futureCovariates;
  const rows = await readRows(file, layout.dialect);
  // Rows to forecast have columns known ahead, and no value.
  const whole = timeSeriesOf(rows, ahead.length > 0 ? { ...layout, gaps: 'mask' } : layout, timeStep);
  const known = ahead.length > 0 ? upToForecast(whole, data, layout.gaps, file) : whole;
  const steps = known.values.length;
  if (steps < Math.max(history, 2))
    throw new BadInputError(
      `${file} has ${steps} ${steps === 1 ? 'row' : 'rows'}; this network forecasts from the last ${history}.`,
    );
  requireSameUnits(whole, metadata, file);
  const notes = [...known.notes, ...stepNotes(known.exactTimes.step, timeStep, file)];
  const series = continued(known, whole, horizon);
  const standardisations = mean.map((each, at) => ({ mean: each, std: std[at] }));
  const source = windowSource(series, data, standardisations);
  const times = Array.from({ length: horizon }, (_, at) => timeText(series.exactTimes.at(steps + at)));
  return {
    items: 1,
    keys: [{ name: 'time', of: () => times }],
    read: async () => {
      const inputs = new Float32Array(source.inputSize);
      source.writeInput(steps - history, { epoch: 0, view: 0 }, inputs, 0);
      return inputs;
    },
    notes,
  };
}

/** @throws BadInputError where a column says another unit than in training, as `measuredName` and its like put it there */
export function requireSameUnits(
  { name, unit, covariates }: TimeSeries,
  { task, normalisation: { names = [] } }: PosteriorMetadata,
  file: string,
): void {
  const trained = task.kind === 'regression' ? task.targetUnit : undefined;
  const [, ...others] = names;
  const wrong =
    unit !== undefined && unit !== trained
      ? { own: `${name} [${unit}]`, right: trained ? `${name} [${trained}]` : name }
      : others
          .map((right, at) => ({ own: covariates[at]?.name ?? right, right }))
          .find(({ own, right }) => own !== right);
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
  const { name, values, covariates } = series;
  let steps = values.length;
  while (steps > 0 && Number.isNaN(values[steps - 1])) steps -= 1;
  const ahead = covariates.filter(({ isKnownAhead }) => isKnownAhead);
  if (values.length - steps < horizon)
    throw new BadInputError(
      `${file} has ${values.length - steps} rows after its last ${name}; this network forecasts ${horizon} steps and needs ${ahead.map((each) => each.name).join(', ')} of each: add a row for each of them, with its time and these columns, and ${name} left empty.`,
    );
  const end = steps + horizon;
  for (const { name: column, values: own, isKnownAhead } of [
    { name, values, isKnownAhead: false },
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
    values: values.subarray(0, steps),
    times: series.times.subarray(0, steps),
    covariates: covariates.map((each) => ({ ...each, values: each.values.subarray(0, steps) })),
  };
}

/**
 * The series with further steps at the same distance, whose values are not known.
 * @param whole has the columns of these steps that are known ahead
 */
function continued(
  { exactTimes, values, ...facts }: TimeSeries,
  whole: TimeSeries,
  further: number,
): TimeSeries {
  const steps = values.length + further;
  return {
    ...facts,
    covariates: whole.covariates.map((each) => ({
      ...each,
      values: Float64Array.from({ length: steps }, (_, at) => each.values[at] ?? Number.NaN),
    })),
    exactTimes,
    times: Float64Array.from({ length: steps }, (_, at) => milliseconds(exactTimes.at(at))),
    values: Float64Array.from({ length: steps }, (_, at) => values[at] ?? Number.NaN),
  };
}
