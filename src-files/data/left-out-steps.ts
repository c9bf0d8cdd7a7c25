import { BadInputError } from '../../src-shared/errors';
import type { SeriesSettings } from '../../src-shared/experiment/data';
import { periodLeftOut } from '../../src-shared/experiment/data/left-out-period';
import type { Span } from '../../src-shared/experiment/data/time-split';
import { hasZone, milliseconds, parseTime, timeText } from './civil-time';
import type { EvenTimes } from './even-times';
import type { ZoneClock } from './zone-clock';

export interface SeriesTimes {
  /** Where its file holds several series. */
  readonly name?: string;
  /** Where its times are instants that these clocks tell. */
  readonly clock?: ZoneClock;
  /** Milliseconds since 1970, rising. */
  readonly times: Float64Array;
  readonly exactTimes: EvenTimes;
}

/**
 * The steps of each series that an experiment leaves out; undefined where it leaves out none of it, since it begins later or ends before.
 * @throws BadInputError where the period is none, or no series has a step in it
 */
export function leftOutOfEach(
  data: SeriesSettings,
  all: readonly SeriesTimes[],
): readonly (Span | undefined)[] {
  const period = periodLeftOut(data);
  if (!period) return all.map(() => undefined);
  const spans = all.map(({ times, clock }) => {
    const [from, to] = period.map((text) => timeOf(text, clock));
    if (from >= to)
      throw new BadInputError(
        `data.leaveOutPeriod: ${period[1]} is not after ${period[0]}; write the first time that is left out and the first after it.`,
      );
    const [first, end] = [from, to].map((time) => placeOf(times, time));
    return first < end ? { first, end } : undefined;
  });
  if (spans.some((span) => span !== undefined)) return spans;
  const which = all.length > 1 ? 'no series has a step' : 'the series has no step';
  throw new BadInputError(
    `data.leaveOutPeriod: ${which} from ${period[0]} on and before ${period[1]}; ${rangeOf(all)}.`,
  );
}

/** @param all at least one series */
function rangeOf(all: readonly SeriesTimes[]): string {
  const firstOf = (series: SeriesTimes) => series.exactTimes.at(0);
  const lastOf = ({ exactTimes, times }: SeriesTimes) => exactTimes.at(times.length - 1);
  const earliest = all
    .map(firstOf)
    .reduce((one, other) => (milliseconds(other) < milliseconds(one) ? other : one));
  const latest = all
    .map(lastOf)
    .reduce((one, other) => (milliseconds(other) > milliseconds(one) ? other : one));
  const they = all.length > 1 ? 'they run' : 'it runs';
  return `${they} from ${timeText(earliest)} to ${timeText(latest)}`;
}

/** As the series' own times are read: by the zone's clocks where the text names no zone. */
function timeOf(text: string, clock: ZoneClock | undefined): number {
  const time = parseTime(text.trim());
  if (time)
    return clock && !hasZone(text.trim()) ? clock.firstShowing(milliseconds(time)) : milliseconds(time);
  throw new BadInputError(`data.leaveOutPeriod: "${text}" is no time like 2018-01-01 or 2018-01-01 13:00.`);
}

/** The first step at that time or after it. */
function placeOf(times: Float64Array, time: number): number {
  const place = times.findIndex((one) => one >= time);
  return place < 0 ? times.length : place;
}
