import { furthestTime } from '../../src-shared/metrics';
import type { PointsRecord } from '../run-export/run-record';

/** When a run may have been measured, in milliseconds since the Unix epoch. */
const earliest = Date.UTC(1980, 0);
const latest = Date.UTC(2200, 0);

/** What a time is divided by to give milliseconds: of ours, seconds, micro- and nanoseconds, and these where seconds were due. */
const divisors = [1, 1e-3, 1e3, 1e6, 1e9];

/**
 * Gives times of another program as milliseconds since the Unix epoch. The unit is guessed from the first: the ranges of
 * likely moments in any two of the units do not overlap. A time that is no moment becomes that
 * of the point before it.
 */
export class WallTimes {
  #divisor: number | undefined;
  #last: number | undefined;
  #lost = 0;

  /** The next of a run's points, with their times in milliseconds. */
  read(points: PointsRecord): PointsRecord {
    const { times } = points;
    this.#divisor ??= divisorOf(times.find(Number.isFinite) ?? 0);
    const divisor = this.#divisor;
    const moments = times.map((time) => time / divisor);
    this.#last ??= moments.find(isMoment);
    return { ...points, times: moments.map((moment) => this.#momentOf(moment)) };
  }

  #momentOf(moment: number): number {
    if (isMoment(moment)) this.#last = moment;
    else this.#lost += 1;
    return this.#last ?? 0;
  }

  /** What was guessed, a sentence each. */
  notes(): readonly string[] {
    const lost = this.#lost;
    const divisor = this.#divisor ?? 1;
    const guessed = `The times in its file were taken as milliseconds times ${divisor}: else they would lie before 1980 or after 2200.`;
    const replaced = `${lost} of its points had times that are no moment; each got that of the point before it.`;
    return [...(divisor === 1 ? [] : [guessed]), ...(lost === 0 ? [] : [replaced])];
  }
}

function isMoment(time: number): boolean {
  return Math.abs(time) <= furthestTime;
}

/** 1 where no unit makes it a likely moment: it may count from the start of the run. */
function divisorOf(time: number): number {
  return divisors.find((each) => time / each >= earliest && time / each < latest) ?? 1;
}
