import { BadInputError } from '../../src-shared/errors';
import type { SeriesSettings } from '../../src-shared/experiment/data';
import { requireForecast, type WindowSplit, windowsOf } from '../../src-shared/experiment/data/windows';
import { leftOutOfEach, type SeriesTimes } from './left-out-steps';

/** A message names so many series. */
const mostNamed = 5;
const ofPeriod = 'data.leaveOutPeriod: ';

/**
 * The windows of each series, numbered by its own steps: none crosses from one series to another, and each is split by time.
 * @throws BadInputError naming the series that are too short
 */
export function windowsOfEach(all: readonly SeriesTimes[], data: SeriesSettings): readonly WindowSplit[] {
  const short: { readonly name: string; readonly message: string }[] = [];
  const leftOut = leftOutOfEach(data, all);
  const windows = all.flatMap((series, at) => {
    try {
      return [windowsOf(series.times.length, data, leftOut[at])];
    } catch (error) {
      if (!(error instanceof BadInputError) || series.name === undefined) throw error;
      if (error.message.startsWith(ofPeriod))
        throw new BadInputError(
          `${ofPeriod}of series ${series.name} ${error.message.slice(ofPeriod.length)}`,
        );
      short.push({ name: series.name, message: error.message });
      return [];
    }
  });
  if (short.length === 0) {
    requireForecast(windows, leftOut, data.horizon);
    return windows;
  }
  const [{ name, message }, ...others] = short;
  const listed = others.slice(0, mostNamed).map((one) => one.name);
  const more = others.length > mostNamed ? [`${others.length - mostNamed} more`] : [];
  const alike = others.length > 0 ? ` (and so are ${[...listed, ...more].join(', ')})` : '';
  const why = message.replace(/^data\.\w+: /, '').replace(/\.$/, '');
  throw new BadInputError(
    `data.seriesColumn: ${name} is too short${alike}: ${why}; take such series out of the file, or shorten data.history or data.horizon.`,
  );
}
