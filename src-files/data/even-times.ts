import type { TimeStep } from '../../src-shared/data/time-step';
import { type CivilTime, dayStart, floorDivide, inDigits } from './civil-time';

/** Times at one distance from each other, from which more follow. */
export interface EvenTimes {
  /** Missing where there is one time alone. */
  readonly step: TimeStep | undefined;
  /** The time at a place; past the last one, those that would follow. It says its zone where one of the times does. */
  at(index: number): CivilTime;
}

/** The distance between two times in units, or in months of the calendar: quarters are three, years twelve. */
type Step =
  | { readonly kind: 'units'; readonly units: bigint }
  | { readonly kind: 'months'; readonly months: number; readonly day: number };

/** Months have 28 to 31 days. */
const shortestMonth = 28n * 86_400n;

/**
 * The step of times, if it is one: months of the calendar where all are of one day of the month (or its last) and one
 * time of the day; else a number of units.
 * @param expected taken where the times fit it: a few of them may be of one step in months and in days
 * @returns what follows, or the first place whose time is not as far from the one before as the second from the first
 */
export function evenTimes(
  times: readonly CivilTime[],
  expected?: TimeStep,
): EvenTimes | { readonly outOfStep: number } {
  const digits = Math.max(expected?.kind === 'units' ? expected.digits : 0, ...digitsOf(times));
  const units = times.map((time) => inDigits(time, digits));
  const isLocal = times.every((time) => time.isLocal);
  const step = [
    expected && stepAlike(expected, units, digits),
    monthsBetween(units, digits),
    unitsBetween(units),
  ].find((one) => one !== undefined && isEven(units, one, digits));
  if (step)
    return {
      step: times.length > 1 ? timeStepOf(step, digits) : undefined,
      at: (index) => ({ units: unitsAt(units[0], step, index, digits), digits, isLocal }),
    };
  const { units: first } = unitsBetween(units);
  return {
    outOfStep: units.findIndex(
      (time, index) => index > 0 && (first <= 0n || time - units[index - 1] !== first),
    ),
  };
}

/** Different numbers of digits, once each: there may be millions of times. */
function digitsOf(times: readonly CivilTime[]): ReadonlySet<number> {
  return new Set(times.map((time) => time.digits));
}

function unitsAt(first: bigint, step: Step, index: number, digits: number): bigint {
  if (step.kind === 'units') return first + step.units * BigInt(index);
  const { monthNumber, timeOfDay } = civilParts(first, digits);
  return dayInMonth(monthNumber + step.months * index, step.day, digits) + timeOfDay;
}

function isEven(units: readonly bigint[], step: Step, digits: number): boolean {
  const isForward = step.kind === 'months' ? step.months > 0 : step.units > 0n || units.length === 1;
  return isForward && units.every((time, index) => time === unitsAt(units[0], step, index, digits));
}

/** In the fewest digits that tell it. */
function timeStepOf(step: Step, digits: number): TimeStep {
  if (step.kind === 'months') return { kind: 'months', months: step.months };
  let fewest = { units: step.units, digits };
  while (fewest.digits > 0 && fewest.units % 10n === 0n)
    fewest = { units: fewest.units / 10n, digits: fewest.digits - 1 };
  return { kind: 'units', units: String(fewest.units), digits: fewest.digits };
}

/** The step between these times that is like another. */
function stepAlike(step: TimeStep, units: readonly bigint[], digits: number): Step {
  if (step.kind === 'units')
    return { kind: 'units', units: inDigits({ units: BigInt(step.units), digits: step.digits }, digits) };
  return { kind: 'months', months: step.months, day: dayOf(units.map((time) => civilParts(time, digits))) };
}

function unitsBetween(units: readonly bigint[]): Extract<Step, { kind: 'units' }> {
  return { kind: 'units', units: (units[1] ?? units[0]) - units[0] };
}

function monthsBetween(units: readonly bigint[], digits: number): Step | undefined {
  if (units.length < 2 || units[1] - units[0] < shortestMonth * 10n ** BigInt(digits)) return undefined;
  const parts = units.map((time) => civilParts(time, digits));
  return { kind: 'months', months: parts[1].monthNumber - parts[0].monthNumber, day: dayOf(parts) };
}

/** Of the 31st the shorter months have no day: their last one stands for it. */
function dayOf(parts: readonly CivilParts[]): number {
  return parts.every(({ isLast }) => isLast) ? 31 : Math.max(...parts.map((part) => part.day));
}

interface CivilParts {
  /** Months since the year 0. */
  readonly monthNumber: number;
  readonly day: number;
  /** Whether it is the last day of its month. */
  readonly isLast: boolean;
  /** In units. */
  readonly timeOfDay: bigint;
}

function civilParts(units: bigint, digits: number): CivilParts {
  const perDay = 86_400n * 10n ** BigInt(digits);
  const days = floorDivide(units, perDay);
  const date = new Date(Number(days) * 86_400_000);
  const tomorrow = new Date((Number(days) + 1) * 86_400_000);
  return {
    monthNumber: date.getUTCFullYear() * 12 + date.getUTCMonth(),
    day: date.getUTCDate(),
    isLast: tomorrow.getUTCDate() === 1,
    timeOfDay: units - days * perDay,
  };
}

/** The start of a day, or of the month's last where it has no such day, in units. */
function dayInMonth(monthNumber: number, day: number, digits: number): bigint {
  const year = Math.floor(monthNumber / 12);
  const month = monthNumber - 12 * year;
  const lastDay = new Date(dayStart(year, month + 1, 0)).getUTCDate();
  return BigInt(dayStart(year, month, Math.min(day, lastDay)) / 1000) * 10n ** BigInt(digits);
}
