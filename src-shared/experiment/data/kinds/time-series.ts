import type { ItemKind } from '../data-choice';

interface Window {
  readonly calendar: boolean;
  readonly horizon: number;
}

/** Windows of a series, [steps, 1 and the calendar]. */
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
  describeInputs: ({ shape }, { calendar, horizon }) => {
    const value = `${shape}: the value of each step in its own unit, NaN where it is not known`;
    if (!calendar) return value;
    return `${value} and in the ${horizon} steps to forecast, then sine and cosine of the part of the day, the week, the month and the year`;
  },
};
