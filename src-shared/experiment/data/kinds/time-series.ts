import type { ItemKind } from '../data-choice';
import { type Covariates, covariatesOf } from '../series-windows';
import { namesOfTargets } from '../target-names';

interface Window extends Partial<Covariates> {
  readonly calendar: boolean;
  readonly horizon: number;
  readonly timeZone?: string | undefined;
  readonly valueColumn?: string | readonly string[];
}

/** Windows of a series, [steps, values and the calendar]. */
export const windows: ItemKind<'time-series', Window> = {
  name: 'time-series',
  items: 'windows',
  predictsFor: {
    place: 'file',
    what: 'a table of times and values',
    label: 'Table',
    help: 'CSV, Parquet or Excel, with times and values; the steps after its last row are forecast.',
  },
  hasValues: true,
  canBeAugmented: false,
  hasNamedInputs: false,
  scaling: 'windows',
  describeInputs: ({ shape }, data) => {
    const { calendar, horizon } = data;
    const { pastCovariates, futureCovariates } = covariatesOf(data);
    const names = namesOfTargets(data.valueColumn ?? []);
    const value =
      names.length > 1
        ? `${shape}: ${names.join(', ')} of each step in their own units, NaN where one is not known`
        : `${shape}: the value of each step in its own unit, NaN where it is not known`;
    const columns = [
      ...pastCovariates.map((name) => `${name} (NaN in the steps to forecast)`),
      ...futureCovariates,
      ...(calendar
        ? [
            `sine and cosine of the part of the day, the week, the month and the year${data.timeZone === undefined ? '' : ` by the clocks of ${data.timeZone}`}`,
          ]
        : []),
    ];
    if (columns.length === 0) return value;
    return `${value} and in the ${horizon} steps to forecast, then ${columns.join(', ')}`;
  },
};
