import { BadInputError } from '../../src-shared/errors';
import type { SeriesSettings } from '../../src-shared/experiment/data';
import { periodLeftOut } from '../../src-shared/experiment/data/left-out-period';
import type { Span } from '../../src-shared/experiment/data/time-split';
import { milliseconds, parseTime, timeText } from './civil-time';
import type { EvenTimes } from './even-times';

export interface SeriesTimes {
  /** Where its file holds several series. */
  readonly name?: string;
  /** Milliseconds since 1970, rising. */
  readonly times: Float64Array;
  readonly exactTimes: EvenTimes;
}

/**
 * The steps of a series that an experiment leaves out; undefined where it leaves out none.
 * @throws BadInputError where the period is none, or the series has no step in it
 */
export function leftOutSteps(data: SeriesSettings, { times, exactTimes }: SeriesTimes): Span | undefined {
  const period = periodLeftOut(data);
  if (!period) return undefined;
  const [from, to] = period.map(timeOf);
  if (from >= to)
    throw new BadInputError(
      `data.leaveOutPeriod: ${period[1]} is not after ${period[0]}; write the first time that is left out and the first after it.`,
    );
  const [first, end] = [from, to].map((time) => placeOf(times, time));
  if (first < end) return { first, end };
  throw new BadInputError(
    `data.leaveOutPeriod: the series has no step from ${period[0]} on and before ${period[1]}; it runs from ${timeText(exactTimes.at(0))} to ${timeText(exactTimes.at(times.length - 1))}.`,
  );
}

function timeOf(text: string): number {
  const time = parseTime(text.trim());
  if (time) return milliseconds(time);
  throw new BadInputError(`data.leaveOutPeriod: "${text}" is no time like 2018-01-01 or 2018-01-01 13:00.`);
}

/** The first step at that time or after it. */
function placeOf(times: Float64Array, time: number): number {
  const place = times.findIndex((one) => one >= time);
  return place < 0 ? times.length : place;
}
