import type { OriginScores, StepScores } from '../../../src-shared/assessment/prediction-report';
import type { Line } from '../../charts/line/chart';
import { zoneOf } from './time-words';

type Scores = Omit<StepScores, 'ahead'>;

/** A line over the places of these scores, from 1. */
export function scoreLine(
  label: string,
  look: number,
  scores: readonly Scores[],
  of: (one: Scores) => number,
): Line {
  const points = scores.map((one, at) => ({ x: at + 1, y: of(one) }));
  const notFinite = points.filter(({ y }) => !Number.isFinite(y)).length;
  return {
    key: label,
    label,
    look,
    points,
    within: points.length,
    withoutPlace: 0,
    notFinite,
    last: points.at(-1)?.y,
  };
}

/** Day, and the time where one is not midnight, with UTC where it names it. */
export function originText(time: string): string {
  return time.replace(/T00:00:00\.000Z?$/, '').replace(/T(\d\d:\d\d).*/, ` $1${zoneOf(time)}`);
}

/** The origins whose forecasts were furthest off, in a sentence; empty where there is one alone. */
export function worstOrigin(origins: readonly OriginScores[]): string {
  const known = origins.filter(({ crps }) => Number.isFinite(crps));
  if (known.length < 2) return '';
  const worst = known.reduce((one, other) => (other.crps > one.crps ? other : one));
  const when =
    worst.from === worst.to ? originText(worst.from) : `${originText(worst.from)} to ${originText(worst.to)}`;
  return `Highest CRPS: forecasts from ${when}, at place ${origins.indexOf(worst) + 1}.`;
}
