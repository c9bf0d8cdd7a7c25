import { z } from 'zod';
import { BadInputError } from '../../errors';
import type { SettingField } from '../setting-field';
import type { Dialect } from './dialect';
import type { ItemCounts } from './item-counts';
import { leaveOutPeriod, leaveOutPeriodField, periodLeftOut } from './left-out-period';
import type { ResampledBy } from './resampling';
import { testField, testShare, validationField, validationFraction } from './shares';
import { namesOfTargets } from './target-names';
import { windowsOf } from './windows';

const count = z.int().min(1);

/** Windows of a series: `history` known steps, then `horizon` steps to forecast. */
export const windowSettings = {
  /** Known steps before the forecast. */
  history: count.default(504),
  /** Steps to forecast. */
  horizon: count.default(168),
  /** Steps from the start of one window to the next. */
  stride: count.default(1),
  /** Adds the time of day, week, month and year to the input, for the steps to forecast as well. */
  calendar: z.boolean().default(true),
  /** A period that nothing is trained, validated or tested on, `["2018-01-01", "2018-04-01"]`: from the first time on, before the second; evaluating asks whether the network doubts it. */
  leaveOutPeriod,
  /** Share of the items for the test: of series and fields the last steps, of tables rows drawn by the seed. */
  testFraction: testShare(0.3),
  /** Share of the items that are not tested on, held out for validation. */
  validationFraction,
  /** Cuts the test share into so many pieces of one length (rolling origins), of which `origin` is tested on: study over it, and each run trains on all that comes before its piece. */
  origins: z.int().min(2).max(1000).optional(),
  /** Which of the pieces, from 1; what comes after it is not looked at. */
  origin: count.optional(),
};

export type SeriesWindows = z.output<z.ZodObject<typeof windowSettings>>;

/** The columns that are forecast. */
interface ValueColumns {
  readonly valueColumn: string | readonly string[];
}

/** How many columns are forecast; of known series one is. */
export function valuesOf({ valueColumn = '' }: object & Partial<ValueColumns>): number {
  return namesOfTargets(valueColumn).length;
}

/** Columns beside the values that a forecast is made from. */
export interface Covariates {
  /** Known in the steps before a forecast alone. */
  readonly pastCovariates: readonly string[];
  /** Known ahead too, as holidays or the forecast of the weather are. */
  readonly futureCovariates: readonly string[];
}

/** Those of any series' settings; known series have none. */
export function covariatesOf({
  pastCovariates = [],
  futureCovariates = [],
}: object & Partial<Covariates>): Covariates {
  return { pastCovariates, futureCovariates };
}

export const windowFields: Readonly<Record<keyof typeof windowSettings, SettingField>> = {
  history: { label: 'Known steps', kind: 'whole', help: 'How far it looks back.' },
  horizon: { label: 'Steps to forecast', kind: 'whole', help: 'How far it looks ahead.' },
  stride: {
    label: 'Steps between windows',
    kind: 'whole',
    help: 'More make fewer windows that overlap less.',
    isFurther: true,
  },
  calendar: {
    label: 'Calendar',
    kind: 'switch',
    help: 'Tells the network hour, weekday, month and year.',
    isFurther: true,
  },
  leaveOutPeriod: leaveOutPeriodField,
  testFraction: testField,
  validationFraction: validationField,
  origins: {
    label: 'Origins',
    kind: 'whole',
    optional: true,
    help: 'Cuts the test share into so many pieces, one after the other, of which one is tested on. Empty for none.',
    isFurther: true,
  },
  origin: {
    label: 'Origin',
    kind: 'whole',
    optional: true,
    help: 'Which of the pieces, from 1: all before it trains. A study over it tells how scores go on with time.',
    isFurther: true,
  },
};

/** Numbers that say where a time stands in its day, week, month and year. */
export const calendarSize = 8;

/** Shape of a window's inputs: its settings alone decide it. */
export function windowShape(data: SeriesWindows & Partial<Covariates & ValueColumns>): readonly number[] {
  const { history, horizon } = data;
  const features = featuresOf(data);
  return features > 0 ? [history + horizon, 1 + features] : [history, 1];
}

/** Numbers beside the first value of each step: further values, covariates of the past, those known ahead, the calendar. */
export function featuresOf(data: SeriesWindows & Partial<Covariates & ValueColumns>): number {
  const { pastCovariates, futureCovariates } = covariatesOf(data);
  const further = valuesOf(data) - 1 + pastCovariates.length + futureCovariates.length;
  return further + (data.calendar ? calendarSize : 0);
}

/** Numbers of each step, the first ones, that are not known of the steps to forecast: the values and the covariates of the past. */
export function unseenOf(data: object & Partial<Covariates & ValueColumns>): number {
  return valuesOf(data) + covariatesOf(data).pastCovariates.length;
}

/** Windows of each split; undefined where there is no split that can be counted, of which checking the data says why. */
export function windowCounts(steps: number, settings: SeriesWindows): ItemCounts | undefined {
  // Where it lies, the file alone tells.
  if (periodLeftOut(settings)) return undefined;
  try {
    const { train, validation, test } = windowsOf(steps, settings);
    return { train: train.length, validation: validation.length, test: test.length };
  } catch (error) {
    if (error instanceof BadInputError) return undefined;
    throw error;
  }
}

/** How its times are read, and the step that its rows are brought to. */
interface Resampling {
  readonly timeZone?: string | undefined;
  readonly resample?: string | undefined;
  readonly resampleBy?: ResampledBy | undefined;
  /** Of columns that have another, by their names in the file. */
  readonly resampleByColumn?: Readonly<Record<string, ResampledBy>> | undefined;
}

/** How a series stands in its CSV file. */
export interface SeriesLayout extends Partial<Covariates>, ValueColumns, Resampling {
  /** In the folder of a known data set; without it the person's own file. */
  readonly file?: string;
  /** How the person's own file writes its cells. */
  readonly dialect?: Dialect;
  readonly timeColumn: string;
  /** Names the series of each row; undefined where there is one. */
  readonly seriesColumn?: string | undefined;
  /** What an empty cell or NaN is: a mistake, or a value that is not known. */
  readonly gaps: 'refuse' | 'mask';
  /** Of the value, where its column's name does not say it. */
  readonly unit?: string;
}

export interface SeriesFacts<Settings> {
  layout(data: Settings): SeriesLayout;
}
