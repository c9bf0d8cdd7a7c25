import type { ListedValues } from '../../../src-shared/assessment/prediction-report';
import { rangeOf } from './maps/colour-map';

/** One forecast as paths of an SVG of `width` x `height`: the truth, the mean, and bands about it. */
export interface Fan {
  readonly truth: string;
  readonly mean: string;
  /** Where 90 % and 50 % of a Gaussian lie. */
  readonly band90: string;
  readonly band50: string;
  readonly low: number;
  readonly high: number;
  /** What came before, up to its last step; empty where that is not told. */
  readonly past: string;
  /** Where the first step that is predicted stands. */
  readonly start: number;
}

const within90 = 1.645;
const within50 = 0.674;

/** How many of the steps before are drawn: enough to see a swing, without pressing the forecast to the edge. */
export function shownPast(
  { past }: ListedValues,
  horizon: number,
  target = 0,
  targets = 1,
): readonly number[] {
  const own = past?.values.filter((_, place) => place % targets === target) ?? [];
  return own.slice(-Math.max(24, 2 * horizon));
}

/**
 * Draws one target of an item, step by step; a value that is not known lifts the pen.
 * @param range from the bottom to the top of the picture; without it as much as is drawn
 */
export function fanOf(
  item: ListedValues,
  target: number,
  targets: number,
  width: number,
  height: number,
  range?: readonly [number, number],
): Fan {
  const pick = (values: readonly number[]) => values.filter((_, place) => place % targets === target);
  const [truth, mean, std] = [pick(item.truth), pick(item.mean), pick(item.std)];
  const edge = (factor: number) => mean.map((value, step) => value + factor * (std[step] ?? 0));
  const before = shownPast(item, mean.length, target, targets);
  const [low, high] = range ?? rangeOf([...before, ...truth, ...edge(within90), ...edge(-within90)]);
  const x = (step: number) => ((before.length + step) * width) / Math.max(1, before.length + mean.length - 1);
  const y = (value: number) => height - ((value - low) / (high - low || 1)) * height;
  const point = (value: number, step: number) => `${x(step).toFixed(1)} ${y(value).toFixed(1)}`;
  const band = (factor: number) => {
    const above = edge(factor).map(point);
    const below = edge(-factor).map(point).reverse();
    return `M${[...above, ...below].join('L')}Z`;
  };
  return {
    truth: lineOf(truth, point),
    mean: lineOf(mean, point),
    band90: band(within90),
    band50: band(within50),
    low,
    high,
    past: lineOf(before, (value, step) => point(value, step - before.length)),
    start: x(0),
  };
}

function lineOf(values: readonly number[], point: (value: number, step: number) => string): string {
  return values
    .map((value, step) => {
      if (!Number.isFinite(value)) return '';
      const isStart = step === 0 || !Number.isFinite(values[step - 1]);
      return `${isStart ? 'M' : 'L'}${point(value, step)}`;
    })
    .join('');
}
