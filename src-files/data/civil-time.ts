/** A time as it is written, to the last digit: whole units of a power of ten of a second since 1970 in UTC. */
export interface CivilTime {
  readonly units: bigint;
  /** So many digits of a second are told. */
  readonly digits: number;
}

const isoTime =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,12}))?)?)?)?)?(Z|[+-]\d\d:?\d\d)?$/;

/** Reads a time, or a month or a year for its first day; undefined where it is none. One without a zone is in UTC. */
export function parseTime(text: string): CivilTime | undefined {
  const match = isoTime.exec(text);
  if (!match) return undefined;
  const [year, month, day] = [match[1], match[2] ?? '1', match[3] ?? '1'].map(Number);
  const [hour, minute, second] = match.slice(4, 7).map((part) => Number(part ?? 0));
  const date = new Date(dayStart(year, month - 1, day));
  const isDay = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isDay || hour > 23 || minute > 59 || second >= 60) return undefined;
  const seconds = date.getTime() / 1000 + (hour * 60 + minute) * 60 + second - zoneSeconds(match[8]);
  const fraction = match[7] ?? '';
  const digits = fraction.length;
  return { units: BigInt(seconds) * 10n ** BigInt(digits) + BigInt(fraction), digits };
}

/** Milliseconds since 1970. Date.UTC takes the years 0 to 99 for those of the last century. */
export function dayStart(year: number, month: number, day = 1): number {
  return new Date(0).setUTCFullYear(year, month, day);
}

function zoneSeconds(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60;
}

/** The same time in units of so many digits, which are no fewer than its own. */
export function inDigits({ units, digits }: CivilTime, wanted: number): bigint {
  return units * 10n ** BigInt(wanted - digits);
}

/** As ISO 8601 writes it in UTC, with milliseconds, or more digits where they are told. */
export function timeText({ units, digits }: CivilTime): string {
  const perSecond = 10n ** BigInt(digits);
  const seconds = floorDivide(units, perSecond);
  const whole = new Date(Number(seconds) * 1000).toISOString();
  const fraction = String(units - seconds * perSecond).padStart(digits, '0');
  return whole.replace('000Z', `${digits === 0 ? '000' : fraction.padEnd(3, '0')}Z`);
}

/** Milliseconds since 1970, of which there may be parts. */
export function milliseconds({ units, digits }: CivilTime): number {
  const perMillisecond = 10n ** BigInt(Math.max(0, digits - 3));
  const scaled = digits < 3 ? units * 10n ** BigInt(3 - digits) : units;
  const whole = floorDivide(scaled, perMillisecond);
  return Number(whole) + Number(scaled - whole * perMillisecond) / Number(perMillisecond);
}

export function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor;
  return value < 0n && quotient * divisor !== value ? quotient - 1n : quotient;
}
