import { BadInputError } from '../../src-shared/errors';
import type { FieldSettings } from '../../src-shared/experiment/data';
import { periodLeftOut } from '../../src-shared/experiment/data/left-out-period';
import type { Span } from '../../src-shared/experiment/data/time-split';
import type { FieldSeries } from './field';
import { daysPerUnit, type FieldTimes } from './field-times';
import { firstDay } from './model-calendar';

/**
 * The steps of fields that an experiment leaves out, by the calendar of their file; undefined where it leaves out none.
 * @throws BadInputError where the period is none, the file tells no dates, or it has no step in it
 */
export function leftOutFieldSteps(
  data: FieldSettings,
  { times }: Pick<FieldSeries, 'times'>,
): Span | undefined {
  const period = periodLeftOut(data);
  if (!period) return undefined;
  const days = daysOf(times);
  const [from, to] = period.map((text) => dayOf(text, times?.calendar ?? ''));
  if (from >= to)
    throw new BadInputError(
      `data.leaveOutPeriod: ${period[1]} is not after ${period[0]}; write the first time that is left out and the first after it.`,
    );
  const [first, end] = [from, to].map((day) => placeOf(days, day));
  if (first < end) return { first, end };
  throw new BadInputError(
    `data.leaveOutPeriod: the fields have no step from ${period[0]} on and before ${period[1]}; they begin ${times?.values[0]} and end ${times?.values.at(-1)} ${times?.units}.`,
  );
}

/** Of each step, in days of its calendar. */
function daysOf(times: FieldTimes | undefined): Float64Array {
  const start = times && firstDay(times.units, times.calendar);
  const unit = times ? daysPerUnit(times.units) : Number.NaN;
  if (times && start !== undefined && Number.isFinite(unit))
    return times.values.map((value) => start + value * unit);
  throw new BadInputError(
    'data.leaveOutPeriod: the fields’ file tells no dates that a period could be found by (units of time as hours since 1900-01-01); leave out none.',
  );
}

const timeForm = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([ T]\d{2}(:\d{2}(:\d{2})?)?)?$/;

function dayOf(text: string, calendar: string): number {
  const day = timeForm.test(text.trim()) ? firstDay(`days since ${text.trim()}`, calendar) : undefined;
  if (day !== undefined) return day;
  throw new BadInputError(`data.leaveOutPeriod: "${text}" is no time like 2018-01-01 or 2018-01-01 13:00.`);
}

/** The first step on that day or after it; a rounding of times to within a tenth of a second counts as none. */
function placeOf(days: Float64Array, day: number): number {
  const place = days.findIndex((one) => one >= day - 1e-6);
  return place < 0 ? days.length : place;
}
