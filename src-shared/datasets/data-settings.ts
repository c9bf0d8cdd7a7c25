import { z } from 'zod';

/** Which data a run learns from: a data set that Parasample knows, or a file of the person's own. */

const count = z.int().min(1);
const path = z.string().min(1);
const fraction = z.number().min(0).max(0.9);
/** Share of the items that are not tested on, held out for validation. */
const validationFraction = fraction.default(0.1);
const testFraction = (share: number) => fraction.default(share);

const imageSetSchema = z.enum(['digits', 'fashion-mnist', 'cifar-10']);
const tableSetSchema = z.enum(['concrete', 'yacht', 'protein', 'power-plant']);
const seriesSetSchema = z.enum(['metro-traffic']);
const fieldSetSchema = z.enum(['storm', 'navy-winds']);

/** The data sets that Parasample knows and can fetch; each has its own name in `data.dataset`. */
export const datasetIdSchema = z.enum([
  ...imageSetSchema.options,
  ...tableSetSchema.options,
  ...seriesSetSchema.options,
  ...fieldSetSchema.options,
]);

const tableSplit = { testFraction: testFraction(0.1), validationFraction };

/** Windows of a series: `history` known steps, then `horizon` steps to forecast. */
const windows = {
  /** Known steps before the forecast. */
  history: count.default(504),
  /** Steps to forecast. */
  horizon: count.default(168),
  /** Steps from the start of one window to the next. */
  stride: count.default(1),
  /** Adds the time of day, week, month and year to the input, for the steps to forecast as well. */
  calendar: z.boolean().default(true),
  /** Share of the items for the test: of series and fields the last steps, of tables rows drawn by the seed. */
  testFraction: testFraction(0.3),
  validationFraction,
};

/** From each time step to the next; the last steps are the test. */
const nextStep = { testFraction: testFraction(0.2), validationFraction };

export const dataSchema = z.discriminatedUnion('dataset', [
  z.strictObject({
    dataset: imageSetSchema,
    /** A folder the user names instead of the app's own copy (idx files, or cifar-10-batches-bin). */
    path: path.optional(),
    validationFraction,
  }),
  z.strictObject({ dataset: tableSetSchema, ...tableSplit }),
  z.strictObject({
    dataset: z.literal('table'),
    /** A CSV file whose first row names the columns. */
    path,
    /** The column to predict; all others are inputs, less those to leave out. */
    target: z.string().min(1),
    /** Columns that are neither inputs nor the target. */
    leaveOut: z.array(z.string().min(1)).default([]),
    /** Whether the target is a number or the name of a class. */
    task: z.enum(['regression', 'classification']).default('regression'),
    ...tableSplit,
  }),
  z.strictObject({ dataset: seriesSetSchema, ...windows }),
  z.strictObject({
    dataset: z.literal('time-series'),
    /** A CSV file whose first row names the columns, one row for each step, as the files of ETT are. */
    path,
    timeColumn: z.string().min(1).default('date'),
    valueColumn: z.string().min(1).default('OT'),
    /** What an empty cell or NaN in the value column is: a mistake, or a value that is not known. */
    gaps: z.enum(['refuse', 'mask']).default('refuse'),
    ...windows,
  }),
  z.strictObject({ dataset: fieldSetSchema, ...nextStep }),
  z.strictObject({
    dataset: z.literal('field'),
    /** A NetCDF file (classic, 64-bit offset, CDF-5 or NetCDF-4). */
    path,
    /** Variables over [time, y, x]: inputs and targets alike. */
    variables: z.array(z.string().min(1)).min(1),
    ...nextStep,
  }),
]);

export type DataSettings = Readonly<z.output<typeof dataSchema>>;
export type DatasetId = z.output<typeof datasetIdSchema>;
export type ImageSetId = z.output<typeof imageSetSchema>;
export type TableSetId = z.output<typeof tableSetSchema>;
export type SeriesSetId = z.output<typeof seriesSetSchema>;
export type FieldSetId = z.output<typeof fieldSetSchema>;

export type ImageSettings = Extract<DataSettings, { dataset: ImageSetId }>;
export type TableSettings = Extract<DataSettings, { dataset: TableSetId | 'table' }>;
export type SeriesSettings = Extract<DataSettings, { dataset: SeriesSetId | 'time-series' }>;
export type FieldSettings = Extract<DataSettings, { dataset: FieldSetId | 'field' }>;

/** What the items of a data set are. */
export type DataKind = 'images' | 'table' | 'time-series' | 'field';

/** The data settings together with what kind they are, so that a switch over `kind` narrows `data`. */
export type KindOfData =
  | { readonly kind: 'images'; readonly data: ImageSettings }
  | { readonly kind: 'table'; readonly data: TableSettings }
  | { readonly kind: 'time-series'; readonly data: SeriesSettings }
  | { readonly kind: 'field'; readonly data: FieldSettings };

export function kindOfData(data: DataSettings): KindOfData {
  switch (data.dataset) {
    case 'digits':
    case 'fashion-mnist':
    case 'cifar-10':
      return { kind: 'images', data };
    case 'table':
    case 'concrete':
    case 'yacht':
    case 'protein':
    case 'power-plant':
      return { kind: 'table', data };
    case 'time-series':
    case 'metro-traffic':
      return { kind: 'time-series', data };
    case 'field':
    case 'storm':
    case 'navy-winds':
      return { kind: 'field', data };
  }
}

/** Whether the data is a data set that Parasample knows, not a file of the person's own. */
export function isKnown(data: DataSettings): data is Extract<DataSettings, { dataset: DatasetId }> {
  return datasetIdSchema.safeParse(data.dataset).success;
}
