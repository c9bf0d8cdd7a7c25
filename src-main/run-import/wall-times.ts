import { furthestTime } from '../../src-shared/metrics';
import type { PointsRecord } from '../run-export/run-record';

/** When a run may have been measured, in milliseconds since the Unix epoch. */
const earliest = Date.UTC(1980, 0);
const latest = Date.UTC(2200, 0);

/** What a time is divided by to give milliseconds, ours first. */
const units: readonly (readonly [divisor: number, name: string])[] = [
  [1, 'milliseconds'],
  [1e-3, 'seconds'],
  [1e3, 'microseconds'],
  [1e6, 'nanoseconds'],
  [1e9, 'nanoseconds in the place of seconds'],
];

/**
 * Gives times of another program as milliseconds since the Unix epoch. The unit is guessed from the first: the ranges of
 * likely moments in any two of the units do not overlap. Where none makes it one, times may count from the run's start, in
 * milliseconds. A time that is no moment becomes that of the point before it.
 */
export class WallTimes {
  #unit: (typeof units)[number] | undefined;
  /** Of a run that began at a likely moment, those alone are moments. */
  #isCalendar = false;
  #last: number | undefined;
  #lost = 0;

  /** The next of a run's points, with their times in milliseconds. */
  read(points: PointsRecord): PointsRecord {
    const { times } = points;
    const [divisor] = this.#unitFrom(times.find(Number.isFinite) ?? 0);
    const moments = times.map((time) => time / divisor);
    this.#last ??= moments.find((moment) => this.#isMoment(moment));
    return { ...points, times: moments.map((moment) => this.#momentOf(moment)) };
  }

  /** What was guessed, a sentence each. */
  notes(): readonly string[] {
    const [divisor, name] = this.#unit ?? units[0];
    const guessed = `The times in its file were taken as ${name}: as milliseconds they would lie before 1980 or after 2200.`;
    const replaced = `${this.#lost} of its points had times that are no moment; each got that of the point before it.`;
    return [...(divisor === 1 ? [] : [guessed]), ...(this.#lost === 0 ? [] : [replaced])];
  }

  #unitFrom(first: number): (typeof units)[number] {
    if (this.#unit) return this.#unit;
    const likely = units.find(([divisor]) => isLikely(first / divisor));
    this.#isCalendar = likely !== undefined;
    this.#unit = likely ?? units[0];
    return this.#unit;
  }

  #isMoment(moment: number): boolean {
    return this.#isCalendar ? isLikely(moment) : Math.abs(moment) <= furthestTime;
  }

  #momentOf(moment: number): number {
    if (this.#isMoment(moment)) this.#last = moment;
    else this.#lost += 1;
    return this.#last ?? 0;
  }
}

function isLikely(moment: number): boolean {
  return moment >= earliest && moment < latest;
}
