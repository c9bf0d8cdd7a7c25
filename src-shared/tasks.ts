/** Long work that is no run: fetching data, exporting, predicting. */
export interface TaskProgress {
  readonly id: string;
  readonly title: string;
  readonly state: 'going' | 'done' | 'failed' | 'cancelled';
  readonly doneMB: number;
  readonly totalMB?: number;
  /** Set where it counts items (pictures, rows, parts of a file) instead. */
  readonly items?: { readonly done: number; readonly total: number };
  /** What is done now, where it has several steps. */
  readonly step?: string;
  /** Why it failed. */
  readonly message?: string;
}

/** Titles of tasks; views that follow them know them by it. */
export const taskTitles = {
  predict: (runId: string) => `Predicting with ${runId}`,
  calibrate: (runId: string) => `Calibrating ${runId}`,
  assess: (runId: string) => `Evaluating ${runId}`,
  comparePosteriors: (first: string, second: string) => `Comparing ${first} and ${second}`,
  exportPosterior: (runId: string) => `Exporting ${runId}`,
  exportRun: (runId: string) => `Writing ${runId}`,
  exportCluster: 'Writing a project for a cluster',
  importRun: (file: string) => `Importing ${file}`,
  look: (path: string) => `Looking at ${path}`,
  backUpStore: 'Backing up the database',
  restoreStore: 'Restoring the database',
} as const;

/** Title of the task that `installRuntime` starts. */
export const runtimeTaskTitle = 'Installing TensorFlow';
