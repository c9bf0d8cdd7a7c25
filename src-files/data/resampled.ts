import type { ResampledBy, ResampledStep } from '../../src-shared/experiment/data/resampling';
import { dayStart } from './civil-time';
import type { ZoneClock } from './zone-clock';

const dayMs = 86_400_000;

/** Steps of one length, and of each row the place of its step; rows of one step need not follow each other. */
export interface StepsOfRows {
  /** Beginnings, in milliseconds since 1970. */
  readonly times: Float64Array;
  /** Where the last of them ends. */
  readonly end: number;
  readonly of: Uint32Array;
}

/**
 * The steps that times lie in, each from its beginning on and before the next, counted from the midnight before the first time, or of months from the
 * first of its month: as pandas' `resample` has it with its defaults, but that its weeks end on Sundays.
 * @param times in milliseconds since 1970
 * @param clock whose midnight it is, where times are instants
 */
export function stepsAround(times: Float64Array, step: ResampledStep, clock?: ZoneClock): StepsOfRows {
  const first = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const { placeOf, startOf } =
    step.kind === 'months' ? byMonths(first, step.months) : bySeconds(first, step.seconds, clock);
  const places = times.map(placeOf);
  const [least, most] = [Math.min, Math.max].map((end) => places.reduce((one, other) => end(one, other)));
  return {
    times: Float64Array.from({ length: most - least + 1 }, (_, at) => startOf(least + at)),
    end: startOf(most + 1),
    of: Uint32Array.from(places, (place) => place - least),
  };
}

function bySeconds(first: number, seconds: number, clock: ZoneClock | undefined) {
  const shown = Math.floor((clock?.shownAt(first) ?? first) / dayMs) * dayMs;
  const [midnight = shown] = clock?.instantsOf(shown) ?? [];
  const length = seconds * 1000;
  return {
    placeOf: (time: number) => Math.floor((time - midnight) / length),
    startOf: (place: number) => midnight + place * length,
  };
}

function byMonths(first: number, months: number) {
  const monthOf = (time: number) => {
    const date = new Date(time);
    return date.getUTCFullYear() * 12 + date.getUTCMonth();
  };
  const begin = monthOf(first);
  return {
    placeOf: (time: number) => Math.floor((monthOf(time) - begin) / months),
    startOf: (place: number) => {
      const month = begin + place * months;
      return dayStart(Math.floor(month / 12), month - 12 * Math.floor(month / 12));
    },
  };
}

/**
 * One value for each step; NaN where no known one lies in it.
 * @param order of the rows, in time's
 */
export function resampledValues(
  values: Float64Array,
  { times, of }: StepsOfRows,
  by: ResampledBy,
  order: Uint32Array,
): Float64Array {
  const found = new Float64Array(times.length).fill(Number.NaN);
  const counts = new Uint32Array(times.length);
  for (const row of order) {
    const value = values[row];
    if (Number.isNaN(value)) continue;
    const place = of[row];
    found[place] = by === 'last' || counts[place] === 0 ? value : found[place] + value;
    counts[place] += 1;
  }
  return by === 'mean' ? found.map((sum, place) => sum / counts[place]) : found;
}
