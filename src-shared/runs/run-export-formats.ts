import { z } from 'zod';

/** In what a run, not its posterior, can be exported; the window lists them with these words. */
export const runExportFormatSchema = z.enum([
  'json',
  'csv',
  'tensorboard',
  'mlflow',
  'wandb',
  'parquet',
  'sampling-parallelism',
  'cluster',
  'report',
  'notebook',
]);
export type RunExportFormat = z.output<typeof runExportFormatSchema>;
/** Those that need nothing but the run. */
export type RunFileFormat = Exclude<RunExportFormat, 'cluster' | 'report'>;

export const runExportFormats: Readonly<
  Record<RunExportFormat, { readonly title: string; readonly about: string }>
> = {
  json: {
    title: 'JSON',
    about: 'The whole run: settings, metrics, scores, log, tags and notes. Parasample imports it as it was.',
  },
  csv: {
    title: 'CSV',
    about: 'Every measured number in one table, with a JSON file of all the rest beside it.',
  },
  tensorboard: { title: 'TensorBoard', about: 'Event files for `tensorboard --logdir`.' },
  mlflow: {
    title: 'MLflow',
    about:
      'A folder that MLflow keeps its runs in: metrics, settings as parameters, tags and notes; `mlflow ui --backend-store-uri`.',
  },
  wandb: {
    title: 'Weights & Biases',
    about: 'An offline run of W&B, which `wandb sync` takes to your account.',
  },
  parquet: {
    title: 'Parquet',
    about: 'Every measured number in one table for data tools, settings included.',
  },
  'sampling-parallelism': {
    title: 'sampling-parallelism',
    about: "The settings as a YAML configuration of the paper's reference implementation.",
  },
  cluster: {
    title: 'Project for a cluster',
    about: 'Python on PyTorch, torch_blue and torchrun that trains the same experiment on other machines.',
  },
  report: {
    title: 'Report',
    about:
      'One page for readers without Parasample: scores, calibration, limits and settings, to open or print in a browser.',
  },
  notebook: {
    title: 'Notebook',
    about:
      'For Jupyter: scores, curves and the posterior as NumPy arrays, read from here by one small Python file.',
  },
};
