import { readRows } from '../../src-files/csv/read-rows';
import { timeText } from '../../src-files/data/civil-time';
import { timeSeriesOf } from '../../src-files/data/time-series';
import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import { windowSource } from '../data/time-series-data';
import { requireSameUnits, stepNotes } from '../predict/series-end';
import type { LabelledItems } from './labelled-items';

/** As they are. */
const look = { epoch: 0, view: 0 };

/** All windows of a series, as far apart as those of training: each forecasts steps whose values are in the file. */
export async function openLabelledWindows(
  file: string,
  data: SeriesSettings,
  metadata: PosteriorMetadata,
): Promise<LabelledItems> {
  const {
    normalisation: { mean, std },
    timeStep,
    task,
  } = metadata;
  const { history, horizon, stride } = data;
  const layout = seriesFacts(data).layout(data);
  const series = timeSeriesOf(await readRows(file, layout.dialect), layout, timeStep);
  requireSameUnits(series, metadata, file);
  const steps = series.times.length;
  if (steps < history + horizon)
    throw new BadInputError(
      `${file} has ${steps} ${steps === 1 ? 'row' : 'rows'}; to be scored, this network needs ${history} to forecast from and the ${horizon} that follow.`,
    );
  const standardisations = mean.map((each, at) => ({ mean: each, std: std[at] }));
  const ofTargets =
    task.kind === 'regression'
      ? task.targetMean.map((each, at) => ({ mean: each, std: task.targetStd[at] }))
      : standardisations;
  const { inputSize, targetSize, writeInput, writeTarget } = windowSource(
    series,
    data,
    standardisations,
    ofTargets,
  );
  const filled = (
    first: number,
    count: number,
    size: number,
    write: (start: number, to: Float32Array, offset: number) => void,
  ) => {
    const values = new Float32Array(count * size);
    for (let place = 0; place < count; place += 1) write((first + place) * stride, values, place * size);
    return values;
  };
  return {
    items: Math.floor((steps - history - horizon) / stride) + 1,
    keys: [{ name: 'time', of: (item) => [timeText(series.exactTimes.at(item * stride + history))] }],
    read: async (first, count) =>
      filled(first, count, inputSize, (start, to, offset) => writeInput(start, look, to, offset)),
    targets: (first, count) =>
      filled(first, count, targetSize, (start, to, offset) => writeTarget(start, to, offset, look)),
    dependence: { kind: 'time' },
    notes: [...series.notes, ...stepNotes(series.exactTimes.step, timeStep, file)],
  };
}
