import { BadInputError } from '../../src-shared/errors';
import { type FieldVariable, refuseOtherGrid } from './field';
import { daysPerUnit, type FieldTimes } from './field-times';
import { firstDay } from './model-calendar';
import type { StepValues } from './step-values';

type Timed = FieldVariable & { readonly times: FieldTimes };

/**
 * Puts a variable together of its parts in several files, in the order of their times.
 * @throws BadInputError naming the file: without times, with those of another calendar, on another grid, or with times that
 * another file has as well
 */
export function joinInTime(parts: readonly FieldVariable[]): FieldVariable {
  const [first] = parts;
  if (parts.length === 1) return first;
  const timed = parts.map((part) => ({ ...part, times: timesLike(first, part) }));
  for (const part of timed) refuseOtherPart(first, part);
  const sorted = timed.sort((one, other) => one.times.values[0] - other.times.values[0]);
  sorted.forEach((part, at) => {
    if (at > 0) refuseOverlap(sorted[at - 1], part);
  });
  const [, height, width] = first.shape;
  const steps = sorted.reduce((sum, { shape }) => sum + shape[0], 0);
  return {
    ...first,
    shape: [steps, height, width],
    values: oneAfterAnother(sorted),
    times: {
      ...sorted[0].times,
      values: Float64Array.from(sorted.flatMap(({ times }) => [...times.values])),
      rounding: Math.max(...sorted.map(({ times }) => times.rounding)),
    },
    notes: [...new Set(sorted.flatMap(({ notes }) => notes))],
  };
}

/** The times of a part in the units of the first, which may count from another day. */
function timesLike(
  { times: wanted, where: firstWhere }: FieldVariable,
  { times, where }: FieldVariable,
): FieldTimes {
  if (!times || !wanted)
    throw new BadInputError(
      `${times ? firstWhere : where} tells no times; fields of several files are put together by their times.`,
    );
  const { units, calendar } = wanted;
  if (times.units === units && times.calendar === calendar) return times;
  const [from, to] = [firstDay(times.units, times.calendar), firstDay(units, calendar)];
  const [ofOwn, ofWanted] = [daysPerUnit(times.units), daysPerUnit(units)];
  const isSameCalendar = (times.calendar || 'standard') === (calendar || 'standard');
  if (from === undefined || to === undefined || !isSameCalendar || Number.isNaN(ofOwn + ofWanted))
    throw new BadInputError(
      `${where} counts its times in ${inWords(times)}, and ${firstWhere} in ${inWords(wanted)}; files that are read together have one calendar, and times since a day.`,
    );
  // To the microsecond: that many digits both have.
  const exact = (value: number) => Math.round(((value * ofOwn + from - to) / ofWanted) * 1e6) / 1e6;
  return { units, calendar, rounding: (times.rounding * ofOwn) / ofWanted, values: times.values.map(exact) };
}

function inWords({ units, calendar }: FieldTimes): string {
  return `"${units}"${calendar === '' ? '' : ` of the calendar ${calendar}`}`;
}

function refuseOtherPart(first: FieldVariable, part: FieldVariable): void {
  refuseOtherGrid(first, part);
  if (part.unit !== first.unit)
    throw new BadInputError(
      `${part.where} is in "${part.unit}", and ${first.where} in "${first.unit}"; files that are read together have one unit.`,
    );
}

function refuseOverlap(before: Timed, after: Timed): void {
  const last = before.times.values[before.times.values.length - 1];
  const [next] = after.times.values;
  if (next > last + Math.max(before.times.rounding, after.times.rounding)) return;
  throw new BadInputError(
    `${after.where} begins at ${next} (${after.times.units || 'in no units'}), before the end of ${before.where} at ${last}; files that are read together have no times in common: take one of them out of the folder.`,
  );
}

function oneAfterAnother(parts: readonly FieldVariable[]): StepValues {
  const ends: number[] = [];
  for (const { shape } of parts) ends.push((ends[ends.length - 1] ?? 0) + shape[0]);
  const [{ values }] = parts;
  return {
    ...(values.together === undefined ? {} : { together: values.together }),
    step: (at) => {
      const part = ends.findIndex((end) => at < end);
      return parts[part].values.step(at - (ends[part - 1] ?? 0));
    },
  };
}
