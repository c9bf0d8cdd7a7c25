import type { ListedValues } from '../../../../src-shared/assessment/prediction-report';
import { rangeOf } from './colour-map';

type Range = readonly [number, number];

/** What maps of one target are coloured by, the same in all of them, so that one item is seen against the other. */
export interface FieldScales {
  /** Of truth and mean. */
  readonly values: Range;
  /** Of spread and error, from 0. */
  readonly distances: Range;
}

export function fieldScales(items: readonly ListedValues[], target: number, targets: number): FieldScales {
  const known = items.map((item) => fieldOf(item, target, targets));
  return {
    values: rangeOf(known.flatMap(({ truth, mean }) => [...truth, ...mean])),
    distances: rangeOf([0, ...known.flatMap(({ std, error }) => [...std, ...error])]),
  };
}

/** One target of an item, place by place; nothing is told where it is not known what came. */
export function fieldOf(item: ListedValues, target: number, targets: number) {
  const pick = (values: readonly number[]) => values.filter((_, place) => place % targets === target);
  const truth = pick(item.truth);
  const masked = (values: readonly number[]) =>
    pick(values).map((value, place) => (Number.isFinite(truth[place]) ? value : Number.NaN));
  const mean = masked(item.mean);
  return {
    truth,
    mean,
    std: masked(item.std),
    weightStd: masked(item.weightStd),
    error: mean.map((value, place) => Math.abs(value - (truth[place] ?? Number.NaN))),
  };
}
