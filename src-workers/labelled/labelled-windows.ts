import { readRows } from '../../src-files/csv/read-rows';
import { timeText } from '../../src-files/data/civil-time';
import { seriesIn, type TimeSeries } from '../../src-files/data/time-series';
import { BadInputError } from '../../src-shared/errors';
import { type SeriesSettings, seriesFacts } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { StepsOfEach } from '../data/steps-of-each';
import { windowSource } from '../data/time-series-data';
import { requireSameUnits, seriesText, stepNotes } from '../predict/series-end';
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
  const all = seriesIn(await readRows(file, layout.dialect), layout, timeStep);
  for (const series of all) {
    requireSameUnits(series, metadata, file);
    refuseShort(series, data, file);
  }
  const standardisations = mean.map((each, at) => ({ mean: each, std: std[at] }));
  const ofTargets =
    task.kind === 'regression'
      ? task.targetMean.map((each, at) => ({ mean: each, std: task.targetStd[at] }))
      : standardisations;
  const steps = new StepsOfEach(all);
  const source = steps.source(all.map((series) => windowSource(series, data, standardisations, ofTargets)));
  const starts = steps.numbered(
    all.map(({ times: { length } }) =>
      Uint32Array.from(
        { length: Math.floor((length - history - horizon) / stride) + 1 },
        (_, at) => at * stride,
      ),
    ),
  );
  const filled = (
    first: number,
    count: number,
    size: number,
    write: (start: number, to: Float32Array, offset: number) => void,
  ) => {
    const values = new Float32Array(count * size);
    for (let place = 0; place < count; place += 1) write(starts[first + place], values, place * size);
    return values;
  };
  const { inputSize, targetSize, writeInput, writeTarget } = source;
  const seriesOf = (item: number) => {
    const { place, step } = steps.of(starts[item]);
    return { series: all[place], step };
  };
  return {
    items: starts.length,
    keys: [
      ...(all[0].name === undefined
        ? []
        : [{ name: 'series', of: (item: number) => [seriesOf(item).series.name ?? ''] }]),
      {
        name: 'time',
        of: (item) => {
          const { series, step } = seriesOf(item);
          return [timeText(series.exactTimes.at(step + history))];
        },
      },
    ],
    read: async (first, count) =>
      filled(first, count, inputSize, (start, to, offset) => writeInput(start, look, to, offset)),
    targets: (first, count) =>
      filled(first, count, targetSize, (start, to, offset) => writeTarget(start, to, offset, look)),
    dependence: { kind: 'time', series: starts.map((start) => steps.of(start).place) },
    notes: [...all.flatMap(({ notes }) => notes), ...stepNotes(all[0].exactTimes.step, timeStep, file)],
  };
}

function refuseShort({ name, times }: TimeSeries, { history, horizon }: SeriesSettings, file: string): void {
  const steps = times.length;
  if (steps >= history + horizon) return;
  throw new BadInputError(
    `${seriesText(file, name)} has ${steps} ${steps === 1 ? 'row' : 'rows'}; to be scored, this network needs ${history} to forecast from and the ${horizon} that follow.`,
  );
}
