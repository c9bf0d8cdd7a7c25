import { z } from 'zod';

/** In what a run, not its posterior, can be exported; the window lists them with these words. */
export const runExportFormatSchema = z.enum(['json', 'csv', 'tensorboard', 'parquet']);
export type RunExportFormat = z.output<typeof runExportFormatSchema>;

export const runExportFormats: Readonly<
  Record<RunExportFormat, { readonly title: string; readonly about: string }>
> = {
  json: {
    title: 'JSON',
    about: 'The whole run: settings, metrics, scores, log, tags and notes. Parasample imports it as it was.',
  },
  csv: {
    title: 'CSV',
    about: 'Every measured number in one table, with the experiment file beside it.',
  },
  tensorboard: { title: 'TensorBoard', about: 'Event files for `tensorboard --logdir`.' },
  parquet: {
    title: 'Parquet',
    about: 'Every measured number in one table for data tools, settings included.',
  },
};
