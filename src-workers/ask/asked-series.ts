import { milliseconds, parseTime, timeText } from '../../src-files/data/civil-time';
import { evenTimes } from '../../src-files/data/even-times';
import type { TimeSeries } from '../../src-files/data/time-series';
import { ZoneClock } from '../../src-files/data/zone-clock';
import { isOfDays } from '../../src-shared/data/time-step';
import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import { covariatesOf } from '../../src-shared/experiment/data/series-windows';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { windowSource } from '../data/time-series-data';
import type { AskedKind } from './asked-kind';

/** The end of a series, whose next steps are forecast. */
export function askedSeries(
  { task, normalisation: { mean, std }, timeStep }: PosteriorMetadata,
  data: SeriesSettings,
): AskedKind {
  const { history, horizon, calendar } = data;
  const { pastCovariates, futureCovariates } = covariatesOf(data);
  if (task.kind === 'regression' && task.targetNames.length > 1)
    throw new BadInputError(
      `This network forecasts several columns (${task.targetNames.join(', ')}), of which one alone can be drawn here; predict from a file instead.`,
    );
  const [covariate] = [...futureCovariates, ...pastCovariates];
  if (covariate !== undefined)
    throw new BadInputError(
      `This network also forecasts from other columns (${covariate}), which cannot be drawn here; predict from a file instead.`,
    );
  return {
    items: { kind: 'series', history, horizon },
    mostItems: 1,
    inputsOf: (item) => {
      if (item.kind !== 'series') throw new BadInputError('This network is asked about the end of a series.');
      if (item.values.length !== history)
        throw new BadInputError(
          `The series has ${item.values.length} values; this network forecasts from ${history}.`,
        );
      if (calendar && !timeStep)
        throw new BadInputError(
          'The posterior does not keep the step of its series, so that the times to forecast are not known; train the run once more.',
        );
      const series = { ...seriesFrom(item, horizon, timeStep), ...clockOf(data, timeStep) };
      const source = windowSource(series, data, [{ mean: mean[0], std: std[0] }]);
      const inputs = new Float32Array(source.inputSize);
      source.writeInput(0, { epoch: 0, view: 0 }, inputs, 0);
      return { inputs, count: 1 };
    },
    testItem: (run, place) => {
      const past = run.pastOf?.(run.test[place]);
      if (!past || task.kind !== 'regression')
        throw new BadInputError('The test items of this run are no series.');
      const known = (value: number) => (Number.isFinite(value) ? value : null);
      return {
        kind: 'test-series',
        item: place,
        values: Array.from(past.values, known),
        truth: Array.from(run.targetsOf(run.test.subarray(place, place + 1)), (value) =>
          known(task.targetMean[0] + task.targetStd[0] * value),
        ),
        times: Array.from({ length: history + horizon }, (_, step) => past.timeAt(step)),
      };
    },
  };
}

/** Whose calendar it is. */
function clockOf(data: SeriesSettings, step: PosteriorMetadata['timeStep']): Pick<TimeSeries, 'clock'> {
  const { timeZone } = seriesFacts(data).layout(data);
  return timeZone === undefined || !step || isOfDays(step) ? {} : { clock: new ZoneClock(timeZone) };
}

/** The series with as many steps behind it as are forecast. */
function seriesFrom(
  { values, from }: { readonly values: readonly (number | null)[]; readonly from: string },
  horizon: number,
  step: PosteriorMetadata['timeStep'],
): TimeSeries {
  const first = parseTime(from);
  if (!first) throw new BadInputError(`${from} is no time as 2018-09-30T23:00:00Z is.`);
  const exactTimes = evenTimes([first], step);
  if ('outOfStep' in exactTimes) throw new BadInputError(`${timeText(first)} is on no step of this series.`);
  const steps = values.length + horizon;
  return {
    exactTimes,
    times: Float64Array.from({ length: steps }, (_, at) => milliseconds(exactTimes.at(at))),
    targets: [
      { name: 'series', values: Float64Array.from({ length: steps }, (_, at) => values[at] ?? Number.NaN) },
    ],
    covariates: [],
    notes: [],
  };
}
