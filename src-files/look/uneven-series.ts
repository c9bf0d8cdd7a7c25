import { ZoneClock } from '../data/zone-clock';

/** The share of distances that are the usual one, so that rows are steps with gaps rather than events: of business days it is 4/5. */
const usualShare = 2 / 3;
/** Clocks are put forward and back by so much, in ms. */
const clockChanges = [3_600_000, 1_800_000];
/** Of each way to change clocks one place: many others have the same. */
const someZones = [
  'Europe/Berlin',
  'Europe/London',
  'America/New_York',
  'America/Chicago',
  'America/Denver',
  'America/Los_Angeles',
  'Australia/Sydney',
  'Pacific/Auckland',
  'America/Santiago',
];

/** Times that have a usual distance, with some places that do not keep it. */
export interface UnevenTimes {
  /** In ms. */
  readonly step: number;
  /** Rows whose distance from the row before is another. */
  readonly odd: readonly number[];
}

/**
 * The usual distance between times that grow, and where it is another; undefined of events, whose distances are of all kinds.
 * @param times in ms since 1970, as they are written; [rows]
 */
export function unevenTimes(times: readonly number[]): UnevenTimes | undefined {
  const distances = times.slice(1).map((time, at) => time - times[at]);
  const step = mostFrequent(distances);
  if (!(step > 0)) return undefined;
  const odd = distances.flatMap((distance, at) => (distance === step ? [] : [at + 1]));
  const mayBe = odd.every((at) => distances[at - 1] > 0 || isByClocks(distances[at - 1] - step));
  return mayBe && odd.length <= (1 - usualShare) * distances.length ? { step, odd } : undefined;
}

function mostFrequent(distances: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const distance of distances) counts.set(distance, (counts.get(distance) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), [Number.NaN, 0])[0];
}

function isByClocks(excess: number): boolean {
  return clockChanges.includes(Math.abs(excess));
}

/**
 * A zone whose changes of clocks are all that is uneven: an hour that it never showed is missing, or one that it showed twice is there
 * twice; undefined where rows are missing otherwise.
 */
export function zoneOf(times: readonly number[], { step, odd }: UnevenTimes): string | undefined {
  const areChanges = odd.length > 0 && odd.every((at) => isByClocks(times[at] - times[at - 1] - step));
  return areChanges ? someZones.find((zone) => explains(new ZoneClock(zone), times, step, odd)) : undefined;
}

function explains(clock: ZoneClock, times: readonly number[], step: number, odd: readonly number[]): boolean {
  return odd.every((at) => {
    const isForward = times[at] - times[at - 1] > step;
    return isForward
      ? clock.instantsOf(times[at - 1] + step).length === 0
      : clock.instantsOf(times[at]).length === 2;
  });
}
