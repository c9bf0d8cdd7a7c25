import { BadInputError } from '../../src-shared/errors';

const dayMs = 86_400_000;

/** The clocks of a place: what they show at an instant, and when they show a time. */
export class ZoneClock {
  readonly #format: Intl.DateTimeFormat;
  /** Offsets at the beginnings of days in UTC, by the days' numbers. */
  readonly #atDays = new Map<number, number>();

  /** @throws BadInputError where no zone is called so */
  constructor(readonly name: string) {
    try {
      this.#format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
    } catch {
      throw new BadInputError(
        `data.timeZone: "${name}" is no time zone; write one as Europe/Berlin or America/New_York (of the tz database), or UTC.`,
      );
    }
  }

  /** What its clocks show, as milliseconds since 1970 as if they stood in UTC. */
  shownAt(instant: number): number {
    return instant + this.#offsetAt(instant);
  }

  /** When its clocks show this: twice where they were put back, never where they were put forward; earliest first. */
  instantsOf(shown: number): readonly number[] {
    const offsets = new Set([this.#offsetAt(shown - dayMs), this.#offsetAt(shown + dayMs)]);
    return [...offsets]
      .map((offset) => shown - offset)
      .filter((instant) => this.shownAt(instant) === shown)
      .sort((one, other) => one - other);
  }

  /** When its clocks first show this or, where they were put forward over it, when that was. */
  firstShowing(shown: number): number {
    const [first] = this.instantsOf(shown);
    if (first !== undefined) return first;
    // The change lies within a day on either side.
    let [before, after] = [shown - dayMs, shown + dayMs];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (this.shownAt(middle) < shown) before = middle;
      else after = middle;
    }
    return after;
  }

  #offsetAt(instant: number): number {
    const day = Math.floor(instant / dayMs);
    const offset = this.#atDay(day);
    // Clocks are changed at most once a day.
    return this.#atDay(day + 1) === offset ? offset : this.#told(instant);
  }

  #atDay(day: number): number {
    const known = this.#atDays.get(day);
    if (known !== undefined) return known;
    const offset = this.#told(day * dayMs);
    this.#atDays.set(day, offset);
    return offset;
  }

  #told(instant: number): number {
    const part = this.#format.formatToParts(instant).find(({ type }) => type === 'timeZoneName');
    const [, sign = '+', hours = '0', minutes = '0', seconds = '0'] =
      /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(part?.value ?? '') ?? [];
    return (sign === '-' ? -1000 : 1000) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds));
  }
}
