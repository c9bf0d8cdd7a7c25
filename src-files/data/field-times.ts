import type { TimeStep } from '../../src-shared/data/time-step';

/** The times of a field's steps, as its file tells them. */
export interface FieldTimes {
  /** One for each step, each later than the one before. */
  readonly values: Float64Array;
  /** As `hours since 1900-01-01`; empty where the file tells none. */
  readonly units: string;
  /** As `noleap`; empty where the file tells none. */
  readonly calendar: string;
  /** By which they may be off, since the file has them in single precision. */
  readonly rounding: number;
}

const secondsOf: readonly (readonly [RegExp, number])[] = [
  [/^(milliseconds?|msecs?|ms)$/, 1e-3],
  [/^(seconds?|secs?|s)$/, 1],
  [/^(minutes?|mins?)$/, 60],
  [/^(hours?|hrs?|h)$/, 3600],
  [/^(days?|d)$/, 86_400],
];

/** Spans of the calendar whose lengths differ, in days: months, quarters, half years, years (360-day ones too). */
const calendarSpans: readonly (readonly [shortest: number, longest: number, months: number])[] = [
  [28, 31, 1],
  [89, 92, 3],
  [181, 184, 6],
  [360, 366, 12],
];

/** Of the usual step, by which one may differ: times are rounded, and their mid-points are. */
const tolerance = 0.01;

/** Steps that follow one another but for some. */
export interface StepPace {
  /** The usual time from a step to the next, in `units`. */
  readonly usual: number;
  /** The same apart from the file's units; undefined where these have no fixed length, or there is one step alone. */
  readonly step: TimeStep | undefined;
  /** Steps, from 0, after which the next one does not come at the usual pace. */
  readonly gaps: readonly number[];
}

/** The pace of a field's steps: the median of their distances, months and years counted as such. */
export function stepPace({ values, units, rounding }: Omit<FieldTimes, 'calendar'>): StepPace {
  const distances = values.slice(1).map((time, at) => time - values[at]);
  const usual = distances.slice().sort()[Math.floor((distances.length - 1) / 2)] ?? 0;
  const days = daysPerUnit(units);
  const span = calendarSpans.find(([shortest, longest]) => within(usual * days, shortest, longest));
  const isUsual = (distance: number) =>
    span ? within(distance * days, span[0], span[1]) : within(distance, usual - rounding, usual + rounding);
  const gaps = [...distances.keys()].filter((at) => !isUsual(distances[at]));
  return { usual, gaps, step: span ? { kind: 'months', months: span[2] } : stepOf(usual * days) };
}

/** To the millisecond, which no field's times are told beyond. */
function stepOf(days: number): TimeStep | undefined {
  const milliseconds = Math.round(days * 86_400_000);
  return milliseconds > 0 ? { kind: 'units', units: String(milliseconds), digits: 3 } : undefined;
}

function within(value: number, least: number, most: number): boolean {
  return value >= least * (1 - tolerance) && value <= most * (1 + tolerance);
}

/** NaN where the units are none of fixed length, as months. */
export function daysPerUnit(units: string): number {
  const unit = unitOf(units).toLowerCase();
  return (secondsOf.find(([pattern]) => pattern.test(unit))?.[1] ?? Number.NaN) / 86_400;
}

/** What times are counted in, as `hours`. */
export function unitOf(units: string): string {
  return units.trim().split(/\s+/)[0] ?? '';
}
