import { z } from 'zod';
import type { OwnDataChoice } from './data-choice';
import { dialectFields, dialectOf, dialectSettings } from './dialect';
import { windows } from './kinds/time-series';
import { fileField, ownPath } from './own-file';
import { resamplingFields, resamplingSettings } from './resampling';
import { type SeriesFacts, windowFields, windowSettings, windowShape } from './series-windows';
import { namesOfTargets, targetNames } from './target-names';
import { unitInName } from './unit-in-name';

const columnName = z.string().min(1);

const settings = z.strictObject({
  dataset: z.literal('time-series'),
  /** A CSV, Parquet or Excel file whose first row names the columns, one row for each step, as the files of ETT are. */
  path: ownPath,
  timeColumn: columnName.default('date'),
  /** The column to forecast, or a list of several columns that are forecast together. */
  valueColumn: targetNames.default('OT'),
  /** A column that names the series of each row, where the file holds several: windows never cross from one to another, each is split by time, and all share one scale. */
  seriesColumn: columnName.optional(),
  /** What an empty cell or NaN in the value column is: a mistake, or a value that is not known. */
  gaps: z.enum(['refuse', 'mask']).default('refuse'),
  /** Columns of numbers beside the value that a forecast sees of the steps before it alone, as a second measurement is. */
  pastCovariates: z.array(columnName).default([]),
  /** Columns of numbers that are known ahead (holidays, prices, a weather forecast): seen of the steps to forecast as well. */
  futureCovariates: z.array(columnName).default([]),
  ...resamplingSettings,
  ...windowSettings,
  ...dialectSettings,
});

export const timeSeries: OwnDataChoice<typeof settings, 'time-series'> &
  SeriesFacts<z.output<typeof settings>> = {
  origin: 'own',
  kind: windows,
  settings,
  title: 'A time series of your own',
  help: 'CSV, Parquet or Excel with one row for each step, to be forecast.',
  sets: {},
  fields: {
    path: fileField,
    timeColumn: { label: 'Time column', kind: 'text', help: 'Its times, one row for each step.' },
    valueColumn: {
      label: 'Value columns',
      kind: 'one-or-more',
      help: 'What is forecast: one, or several together with commas between.',
    },
    seriesColumn: {
      label: 'Column of series',
      kind: 'text',
      optional: true,
      help: 'Names the series of each row, where the file holds several. Empty for one.',
    },
    futureCovariates: {
      label: 'Columns known ahead',
      kind: 'text-list',
      optional: true,
      help: 'Holidays, prices, a weather forecast: also seen of the steps to forecast. With commas between.',
      isFurther: true,
    },
    pastCovariates: {
      label: 'Columns of the past',
      kind: 'text-list',
      optional: true,
      help: 'Seen of the steps before a forecast alone, as a second measurement is.',
      isFurther: true,
    },
    gaps: {
      label: 'Empty values',
      kind: 'choice',
      help: 'What an empty cell is.',
      choices: [
        { value: 'refuse', label: 'A mistake', help: 'The run does not start on such a file.' },
        { value: 'mask', label: 'Not known', help: 'Left out of training and scores.' },
      ],
      isFurther: true,
    },
    ...resamplingFields,
    ...windowFields,
    ...dialectFields,
  },
  itemShape: windowShape,
  itemCounts: () => undefined,
  targetUnit: ({ valueColumn }) => {
    const [only, ...others] = namesOfTargets(valueColumn);
    return others.length === 0 ? unitInName(only).unit : undefined;
  },
  namesClasses: () => false,
  hasManyTargets: ({ valueColumn }) => namesOfTargets(valueColumn).length > 1,
  layout: ({
    timeColumn,
    valueColumn,
    seriesColumn,
    gaps,
    pastCovariates,
    futureCovariates,
    timeZone,
    resample,
    resampleBy,
    resampleByColumn,
    ...dialect
  }) => ({
    timeZone,
    resample,
    resampleBy,
    resampleByColumn,
    pastCovariates,
    futureCovariates,
    dialect: dialectOf(dialect),
    timeColumn,
    valueColumn,
    seriesColumn,
    gaps,
  }),
};
