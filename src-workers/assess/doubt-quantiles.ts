import type { DoubtQuantiles } from '../../src-shared/assessment/assessment';
import { quantile } from '../evaluate/scores/crps';
import type { Assessed } from './assessed';

const percents = Array.from({ length: 101 }, (_, percent) => percent);

/** Of each measure the quantiles at 0, 1, ... 100 %, to six digits; none of a measure that is no number for some item. */
export function doubtQuantiles(doubts: ReturnType<Assessed['doubts']>): DoubtQuantiles {
  const known = Object.entries(doubts).filter(
    ([, values]) => values.length > 0 && !values.some(Number.isNaN),
  );
  return Object.fromEntries(
    known.map(([measure, values]) => {
      const sorted = values.slice().sort();
      return [measure, percents.map((percent) => Number(quantile(sorted, percent / 100).toPrecision(6)))];
    }),
  );
}
