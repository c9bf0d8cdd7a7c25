import { readRows } from '../../src-files/csv/read-rows';
import { milliseconds, timeText } from '../../src-files/data/civil-time';
import { type TimeSeries, timeSeriesOf } from '../../src-files/data/time-series';
import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import { type TimeStep, timeStepText } from '../../src-shared/time-step';
import { windowSource } from '../data/time-series-data';
import type { PredictionInputs } from './prediction-inputs';

/** The end of a series: its last known steps, from which the steps after the file's last row are forecast. */
export async function openSeriesEnd(
  file: string,
  data: SeriesSettings,
  { normalisation: { mean, std }, timeStep }: PosteriorMetadata,
): Promise<PredictionInputs> {
  const { history, horizon } = data;
  const layout = seriesFacts(data).layout(data);
  const known = timeSeriesOf(await readRows(file, layout.dialect), layout, timeStep);
  const steps = known.values.length;
  if (steps < Math.max(history, 2))
    throw new BadInputError(
      `${file} has ${steps} ${steps === 1 ? 'row' : 'rows'}; this network forecasts from the last ${history}.`,
    );
  const notes = [...known.notes, ...stepNotes(known.exactTimes.step, timeStep, file)];
  const series = continued(known, horizon);
  const source = windowSource(series, data, { mean: mean[0], std: std[0] });
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

/** The series with further steps at the same distance, whose values are not known. */
function continued({ exactTimes, values, ...facts }: TimeSeries, further: number): TimeSeries {
  const steps = values.length + further;
  return {
    ...facts,
    exactTimes,
    times: Float64Array.from({ length: steps }, (_, at) => milliseconds(exactTimes.at(at))),
    values: Float64Array.from({ length: steps }, (_, at) => values[at] ?? Number.NaN),
  };
}
