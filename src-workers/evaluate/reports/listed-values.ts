import type { ListedValues, PastValues } from '../../../src-shared/assessment/prediction-report';
import type { PastSteps } from '../../data/run-data';
import { mostDoubts } from './doubt-bins';

/** Numbers that the listed items of a report hold at most, in all. */
const mostNumbers = 160_000;
/** Where there is room for fewer, none are listed: the shown ones are as many. */
const fewest = 100;
/** Steps before those to predict that a report tells of at most. */
const mostPast = 200;
/** Of numbers that are read, not computed with. */
const digits = 6;

/** Every how many items of a split one is listed, all of which have a dot; undefined where none are. @param targets of a step */
export function listedStride(items: number, values: number, targets = 1): number | undefined {
  const stride = Math.ceil(items / mostDoubts);
  const dots = Math.ceil(items / stride);
  const room = Math.floor(mostNumbers / (4 * values + (values === 1 ? 0 : mostPast * targets)));
  if (room < Math.min(fewest, dots)) return undefined;
  return stride * Math.ceil(dots / room);
}

/** What the data tell of an item beside its values. */
export interface ItemFacts {
  readonly origin?: string | undefined;
  readonly past?: PastValues | undefined;
}

/**
 * The last of the steps before those to predict.
 * @param targetShape [horizon, targets]
 * @param target the only one that is told of; all where it is left out
 */
export function pastOf(
  { values, timeAt }: PastSteps,
  [horizon, targets]: readonly number[],
  target?: number,
): PastValues {
  const next = values.length / targets;
  const steps = Math.min(next, mostPast);
  const last = values.slice(-steps * targets);
  const told = target === undefined ? last : last.filter((_, at) => at % targets === target);
  return {
    values: Array.from(told, rounded),
    times: [timeAt(next - steps), timeAt(next), timeAt(next + horizon - 1)],
  };
}

/** With as many digits as a person reads, so that a report of many items stays small. */
export function shortened({ error, truth, mean, std, weightStd, ...item }: ListedValues): ListedValues {
  return {
    ...item,
    error: rounded(error),
    truth: truth.map(rounded),
    mean: mean.map(rounded),
    std: std.map(rounded),
    weightStd: weightStd.map(rounded),
  };
}

/** With where it comes from and what came before, as far as that is told. */
export function told<Item extends ListedValues>(item: Item, { origin, past }: ItemFacts): Item {
  return {
    ...item,
    ...(origin === undefined ? {} : { origin }),
    ...(past ? { past } : {}),
  };
}

function rounded(value: number): number {
  return Number(value.toPrecision(digits));
}
