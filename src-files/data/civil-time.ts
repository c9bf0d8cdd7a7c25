/** A time as it is written, to the last digit: whole units of a power of ten of a second since 1970 in UTC. */
export interface CivilTime extends TimeUnits {
  /** Whether no zone was written: what some clock shows, counted as if it stood in UTC, and told without a zone again. */
  readonly isLocal: boolean;
}

interface TimeUnits {
  readonly units: bigint;
  /** So many digits of a second are told. */
  readonly digits: number;
}

const isoTime =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?)?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** Reads a time, or a month or a year for its first day; undefined where it is none. One without a zone is in UTC. */
export function parseTime(text: string): CivilTime | undefined {
  const time = readTime(text);
  if (!time) return undefined;
  const digits = time.fraction.length;
  const units = BigInt(time.seconds) * 10n ** BigInt(digits) + BigInt(time.fraction);
  return { units, digits, isLocal: !time.hasZone };
}

/** Whether a time says its zone. */
export function hasZone(text: string): boolean {
  return isoTime.exec(text)?.[8] !== undefined;
}

/** `milliseconds` of what `parseTime` reads, without its last digit's cost; NaN where it is no time. */
export function timeInMilliseconds(text: string): number {
  const time = readTime(text);
  if (!time) return Number.NaN;
  const { seconds, fraction } = time;
  if (fraction === '') return seconds * 1000;
  const part = fraction.slice(3);
  return seconds * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0')) + Number(part) / 10 ** part.length;
}

interface ReadTime {
  /** Whole ones since 1970. */
  readonly seconds: number;
  /** The digits of what is left. */
  readonly fraction: string;
  readonly hasZone: boolean;
}

function readTime(text: string): ReadTime | undefined {
  const match = isoTime.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  const [hour, minute, second] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  if (!isDay || hour > 23 || minute > 59 || second >= 60) return undefined;
  const seconds = dayStart(year, month - 1, day) / 1000 + (hour * 60 + minute) * 60 + second;
  const zone = match[8];
  return { seconds: seconds - zoneSeconds(zone), fraction: match[7] ?? '', hasZone: zone !== undefined };
}

/** @param month from 1 */
function daysIn(year: number, month: number): number {
  return (dayStart(year, month) - dayStart(year, month - 1)) / dayMs;
}

/** The calendar repeats itself after so many years and days. */
const [cycleYears, cycleDays] = [400, 146_097];
const dayMs = 86_400_000;

/** Milliseconds since 1970. Date.UTC takes the years 0 to 99 for those of the last century. */
export function dayStart(year: number, month: number, day = 1): number {
  return Date.UTC(year + cycleYears, month, day) - cycleDays * dayMs;
}

function zoneSeconds(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60;
}

/** The same time in units of so many digits, which are no fewer than its own. */
export function inDigits({ units, digits }: TimeUnits, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - digits);
}

/** As ISO 8601 writes it, with milliseconds, or more digits where they are told: in UTC, or without a zone where it is local. */
export function timeText({ units, digits, isLocal }: CivilTime): string {
  const perSecond = 10n ** BigInt(digits);
  const seconds = floorDivide(units, perSecond);
  const whole = new Date(Number(seconds) * 1000).toISOString();
  const fraction = String(units - seconds * perSecond).padStart(digits, '0');
  return whole.replace('000Z', `${digits === 0 ? '000' : fraction.padEnd(3, '0')}${isLocal ? '' : 'Z'}`);
}

/** A time of so many milliseconds since 1970, to the microsecond. */
export function civilTime(time: number, isLocal: boolean): CivilTime {
  const isWhole = Number.isInteger(time / 1000);
  return isWhole
    ? { units: BigInt(time / 1000), digits: 0, isLocal }
    : { units: BigInt(Math.round(time * 1000)), digits: 6, isLocal };
}

/** Milliseconds since 1970, of which there may be parts. */
export function milliseconds({ units, digits }: TimeUnits): number {
  const perMillisecond = 10n ** BigInt(Math.max(0, digits - 3));
  const scaled = digits < 3 ? units * 10n ** BigInt(3 - digits) : units;
  const whole = floorDivide(scaled, perMillisecond);
  return Number(whole) + Number(scaled - whole * perMillisecond) / Number(perMillisecond);
}

export function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}
