import { timeInMilliseconds } from '../../../src-files/data/civil-time';
import type {
  OriginScores,
  PredictionReport,
  StepScores,
} from '../../../src-shared/assessment/prediction-report';

/** What was found of one known value; errors standardised. */
export interface JudgedValue {
  readonly square: number;
  readonly crps: number;
  /** Whether central intervals of 50 % and 90 % hold it: 0 or 1. */
  readonly in50: number;
  readonly in90: number;
}

/** At most so many origins are told apart; of more, as many that follow each other are put together in each part. */
const mostOrigins = 60;

/** Where forecasts begin and what was found of the values of each. */
interface Origin {
  readonly time: string;
  readonly tally: Tally;
}

/**
 * Scores of forecasts by how far ahead a step lies, and by where the forecast begins (its origin; Tashman 2000). Means over values, RMSE as
 * the root of theirs.
 */
export class ForecastScores {
  readonly #bySteps: readonly Tally[];
  readonly #byItem: readonly Tally[];

  constructor(items: number, horizon: number) {
    this.#bySteps = Array.from({ length: horizon }, () => new Tally());
    this.#byItem = Array.from({ length: items }, () => new Tally());
  }

  /** @param ahead steps that the value lies behind the first one to forecast */
  add(item: number, ahead: number, value: JudgedValue): void {
    this.#bySteps[ahead].add(value);
    this.#byItem[item].add(value);
  }

  /**
   * @param unit what a standardised value is multiplied with
   * @param originOf as `timeText` writes it, of the first step that an item forecasts, by its place in the split; forecasts of one time, of several series, are
   * together
   */
  report(
    unit: number,
    originOf: ((item: number) => string) | undefined,
  ): Pick<PredictionReport, 'byHorizon' | 'byOrigin'> {
    return {
      byHorizon: this.#bySteps.map((tally, at) => ({ ahead: at + 1, ...tally.scores(unit) })),
      ...(originOf ? { byOrigin: this.#origins(unit, originOf) } : {}),
    };
  }

  #origins(unit: number, originOf: (item: number) => string): OriginScores[] {
    const byTime = new Map<string, Tally>();
    this.#byItem.forEach((tally, item) => {
      const time = originOf(item);
      const own = byTime.get(time) ?? new Tally();
      byTime.set(time, own.with(tally));
    });
    const origins = [...byTime].map(([time, tally]): Origin => ({ time, tally })).sort(byTimes);
    const parts = Math.min(origins.length, mostOrigins);
    return Array.from({ length: parts }, (_, part) => {
      const own = origins.slice(
        Math.floor((part * origins.length) / parts),
        Math.floor(((part + 1) * origins.length) / parts),
      );
      const tally = own.reduce((sum, each) => sum.with(each.tally), new Tally());
      return {
        from: own[0].time,
        to: own[own.length - 1].time,
        origins: own.length,
        ...tally.scores(unit),
      };
    });
  }
}

/** Not by `Date.parse`, which reads a time without a zone by the zone of this machine. */
function byTimes(one: Origin, other: Origin): number {
  return timeInMilliseconds(one.time) - timeInMilliseconds(other.time);
}

/** Sums over known values. */
class Tally {
  #values = 0;
  #squares = 0;
  #crps = 0;
  #in50 = 0;
  #in90 = 0;

  add({ square, crps, in50, in90 }: JudgedValue): void {
    this.#values += 1;
    this.#squares += square;
    this.#crps += crps;
    this.#in50 += in50;
    this.#in90 += in90;
  }

  with(other: Tally): Tally {
    const sum = new Tally();
    sum.#values = this.#values + other.#values;
    sum.#squares = this.#squares + other.#squares;
    sum.#crps = this.#crps + other.#crps;
    sum.#in50 = this.#in50 + other.#in50;
    sum.#in90 = this.#in90 + other.#in90;
    return sum;
  }

  /** No numbers where nothing is known. */
  scores(unit: number): Omit<StepScores, 'ahead'> {
    const values = this.#values;
    return {
      values,
      rmse: Math.sqrt(this.#squares / values) * unit,
      crps: (this.#crps / values) * unit,
      coverage50: this.#in50 / values,
      coverage90: this.#in90 / values,
    };
  }
}
