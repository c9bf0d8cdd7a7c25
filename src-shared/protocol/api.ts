import { z } from 'zod';
import { type Assessment, assessmentRequestSchema } from '../assessment/assessment';
import { type Calibration, calibrationRequestSchema } from '../assessment/calibration';
import type { EvaluationReport } from '../assessment/evaluation-report';
import type { PredictionReport } from '../assessment/prediction-report';
import type { SegmentationReport } from '../assessment/segmentation-report';
import type { TargetReports } from '../assessment/target-reports';
import type { ClusterHere, ClusterJob } from '../cluster/cluster-job';
import { clusterOptionsSchema } from '../cluster/cluster-options';
import type { DataFingerprint } from '../data/data-fingerprint';
import type { DataLook } from '../data/data-look';
import { type Curve, mostCurves, type SeriesName, seriesOptionsSchema } from '../data/series';
import type { DeviceReport } from '../devices/devices';
import type { FailureKind } from '../errors';
import { type DataKind, type DatasetId, datasetIdSchema } from '../experiment/data';
import { dialectSchema } from '../experiment/data/dialect';
import type { Experiment } from '../experiment/experiment';
import { mostRunsAtOnce } from '../experiment/experiment-grid';
import { laplaceRequestSchema } from '../experiment/methods/laplace';
import type { Checked } from '../experiment/problems';
import { startSchema } from '../experiment/start';
import type { Importable } from '../formats/importable';
import type { NetworkOutline } from '../network/network-layer';
import type { StartTable } from '../network/start-match';
import {
  type Askable,
  askedItemSchema,
  type FittedPicture,
  type ItemAnswer,
  ownPictureSchema,
  type TestItem,
  type TrainingRows,
  testPlaceSchema,
} from '../posterior/asking';
import type { PosteriorComparison } from '../posterior/posterior-comparison';
import type { PosteriorSummary } from '../posterior/posterior-summary';
import {
  exportFormatSchema,
  exportOptionsSchema,
  type PosteriorResult,
  predictionSchema,
} from '../posterior/posterior-work';
import { annotationChangeSchema, type RemovedRun } from '../runs/annotations';
import type { RunEnvironment } from '../runs/run-environment';
import type { RunEstimate } from '../runs/run-estimate';
import { runExportFormatSchema } from '../runs/run-export-formats';
import { type Queue, queueMoveSchema } from '../runs/run-queue';
import type { RunResults } from '../runs/run-results';
import type { RunSpace } from '../runs/run-space';
import {
  type FoundRuns,
  foundRunsSchema,
  type RunColumn,
  type RunsPage,
  runsPageSchema,
} from '../runs/run-table';
import { type LogLine, logFilterSchema, type RunSummary, type StoredPoint } from '../runs/runs';
import { type SavedView, savedViewSchema, stateKeySchema } from '../runs/saved-views';
import { type ServerState, serverHostSchema } from '../servers';
import type { StorageReport } from '../storage';
import type { StudyReport, StudySummary } from '../study/study-report';
import type { LeastSure } from './worker-protocol';

/** The one API that all shells serve. Arguments come from outside and are checked by these schemas. */
const runId = z.string().regex(/^[a-z0-9-]{1,64}$/);
const runIds = z.array(runId).min(1).max(10_000);
const metricName = z.string().min(1).max(80);
const studyId = z.string().regex(/^[a-z0-9-]{1,64}$/);
const estimateAsker = z.string().min(1).max(64);
const nothing = z.tuple([]);
export const apiArguments = {
  about: nothing,
  devices: nothing,
  datasets: nothing,
  presets: nothing,
  /** Checks an experiment fully: shape, parts against each other, devices of this machine. Starts nothing. */
  check: z.tuple([z.unknown()]),
  /**
   * What a run of an experiment would take: parameters, memory, time. Counted in a process of its own; a newer question of the
   * same asker takes the place of those before it, which fail then.
   */
  estimate: z.tuple([z.unknown(), estimateAsker]),
  /** This asker needs no estimate any more: what it takes to count is given back. */
  leaveEstimate: z.tuple([estimateAsker]),
  start: z.tuple([z.unknown()]),
  /** Queues all of them, or none where one cannot run (`gridExperiments` makes them for a sweep). */
  startMany: z.tuple([
    z.array(z.unknown()).min(1).max(mostRunsAtOnce),
    z.strictObject({ tags: z.array(z.string()).max(50).optional() }).optional(),
  ]),
  stop: z.tuple([runId]),
  /** Ends a run's workers without waiting for their step and the scores; it can be continued. */
  endNow: z.tuple([runId]),
  /** Pauses after the step in hand: devices and memory stay taken, nothing is lost. */
  pause: z.tuple([runId]),
  /** Goes on with a paused run. */
  resume: z.tuple([runId]),
  /** Goes on with a run that is over but not finished, from its newest checkpoint; on other devices where named. */
  continueRun: z.tuple([runId, z.array(z.string()).min(1).optional()]),
  /** The step after which `continueRun` would go on: 0 where there is no checkpoint and the run begins again. */
  continuesAfter: z.tuple([runId]),
  queue: nothing,
  /** Moves a waiting run among the waiting ones. */
  moveInQueue: z.tuple([runId, queueMoveSchema]),
  /** Gives a waiting run other devices. */
  assignDevices: z.tuple([runId, z.array(z.string()).min(1)]),
  runs: nothing,
  run: z.tuple([runId]),
  runsPage: z.tuple([runsPageSchema]),
  /** Every run that a query finds, of one moment: pages that are read one after the other can miss runs, or have others. */
  foundRuns: z.tuple([foundRunsSchema]),
  /** Every column that a run of the store has: parameters, last metrics, the run's own. */
  runColumns: nothing,
  /** Name, tags, notes, star, archive: of one run or many at once. */
  annotate: z.tuple([runIds, annotationChangeSchema]),
  /** Points with an id above `after`, oldest first, at most `limit` (20,000). */
  metrics: z.tuple([runId, z.int().min(0)]),
  /** What a run has measured. */
  seriesNames: z.tuple([runId]),
  /** Curves of one metric, in the order of the runs; a run without it has an empty curve. */
  series: z.tuple([z.array(runId).min(1).max(mostCurves), metricName, seriesOptionsSchema]),
  /** Curves of one run, in the order of the metrics; of a metric that it has not measured an empty one. */
  runSeries: z.tuple([runId, z.array(metricName).min(1).max(mostCurves), seriesOptionsSchema]),
  /** Lines with an id above `after`, oldest first, at most 20,000: all, or those that the filter lets through. */
  logs: z.tuple([runId, z.int().min(0), logFilterSchema.optional()]),
  runResults: z.tuple([runId]),
  leastSure: z.tuple([runId]),
  /** Histograms, signal to noise and KL of each layer, once a run has saved its posterior. */
  posteriorSummary: z.tuple([runId]),
  /** Reliability, scores by number of samples, shown items: once a run has been evaluated. */
  evaluation: z.tuple([runId]),
  /** What a regression predicts for some test items: for fan charts, and maps of mean, spread and error. */
  predictions: z.tuple([runId]),
  /** Reports of each head, or of each of several values. */
  targetReports: z.tuple([runId]),
  /** Scores of class maps by class, and the maps that are doubted most: once a run that predicts them has been scored. */
  segmentation: z.tuple([runId]),
  /** Writes into a folder; without one, into the app's own exports folder. The format is safetensors unless named. */
  exportPosterior: z.tuple([
    runId,
    z.string().min(1).optional(),
    exportFormatSchema.optional(),
    /** Of the formats savedmodel and onnx. */
    exportOptionsSchema.optional(),
  ]),
  /**
   * Predicts for a folder of pictures or a CSV file on the app's machine, and writes a table (.csv or .parquet) with the
   * uncertainty of each row. A task with the title `taskTitles.predict` tells how far it is.
   */
  predict: z.tuple([runId, predictionSchema]),
  /**
   * Loads a run's posterior to be asked, or says that it is still in use: it is put away a minute after the last call of
   * this, or of those that follow.
   */
  askable: z.tuple([runId]),
  /** What all weight samples say of an item, or of some rows. */
  ask: z.tuple([runId, askedItemSchema]),
  /** An item of the run's test split, to be asked. */
  askedTestItem: z.tuple([runId, testPlaceSchema]),
  /** A picture of the person's own as a network of pictures would see it. */
  askedPicture: z.tuple([runId, ownPictureSchema]),
  /** Some rows of the run's training split, of a network of a table. */
  askedTrainingRows: z.tuple([runId]),
  /** Starts a new run: Laplace's approximation around the networks of one that is over. */
  laplace: z.tuple([runId, laplaceRequestSchema.optional()]),
  /** Calibrates a run on its validation split and keeps what came of it; a task with the title `taskTitles.calibrate`. */
  calibrate: z.tuple([runId, calibrationRequestSchema.optional()]),
  /** How far two runs' posteriors lie apart on their test items; a task with the title `taskTitles.comparePosteriors`. */
  comparePosteriors: z.tuple([runId, runId]),
  /** What `calibrate` kept. */
  calibration: z.tuple([runId]),
  /**
   * Looks how far a run's doubt can be trusted, by data that it was not trained on, and keeps what came of it; a task with
   * the title `taskTitles.assess`.
   */
  assess: z.tuple([runId, assessmentRequestSchema.optional()]),
  /** What `assess` kept. */
  assessment: z.tuple([runId]),
  /** Writes a run, not its posterior, into a folder; without one, into the app's own exports folder. */
  exportRun: z.tuple([runId, runExportFormatSchema, z.string().min(1).optional()]),
  /** Writes the report of a run as a page and as PDF into the app's own exports folder; only the desktop app prints. */
  printReport: z.tuple([runId]),
  /** Writes the report of a run as one HTML file. */
  writeReport: z.tuple([runId, z.string().min(1)]),
  /** Stores the run of a file that `exportRun` wrote; a table that does not say what was trained needs an experiment. */
  importRun: z.tuple([z.string().min(1), z.unknown().optional()]),
  /** Says what a file is that could be imported, and stores nothing. */
  inspectImport: z.tuple([z.string().min(1)]),
  /**
   * What data of the person's own hold, whatever they are, and what may be a mistake; with the column to predict also what tells
   * it. A task with the title `taskTitles.look` tells how far it is.
   */
  lookAtData: z.tuple([z.string().min(1), dialectSchema, z.string().min(1).optional()]),
  /** The weights of a network of the person's own (ONNX) and how its layers follow each other, with its last layer made anew for so many classes where they are said. */
  networkLayers: z.tuple([z.string().min(1), z.int().min(1).optional()]),
  /** How the names of a network of the person's own, as `model` names it, and of the weights that `start` names go together. */
  matchStart: z.tuple([z.unknown(), startSchema]),
  /** Stores a torch_blue state_dict as a run of this experiment that has nothing but its posterior. */
  importPosterior: z.tuple([z.string().min(1), z.unknown()]),
  /**
   * Writes a Python project on PyTorch, torch_blue and torchrun that trains this experiment on other machines; without a
   * folder, into the app's own exports folder. Experiments that have no form there are refused.
   */
  exportCluster: z.tuple([z.unknown(), z.string().min(1).optional()]),
  /** SLURM, as it is reached from the app's machine. */
  cluster: nothing,
  /** Submits that project to SLURM as a job, and follows it as a run. Refuses what sbatch does not take. */
  runOnCluster: z.tuple([z.unknown(), clusterOptionsSchema]),
  /** Submits the job of a run that is over but not finished again, from its checkpoint; `continueRun` does so with the options that it had. */
  continueOnCluster: z.tuple([runId, clusterOptionsSchema]),
  /** The job of a run that trains, or trained, on a cluster; null for others. */
  clusterJob: z.tuple([runId]),
  /** Follows the job of a run that no process follows any more; shells with a window do so by themselves. */
  followJob: z.tuple([runId]),
  /** Removes runs that are over; `restoreRemoved` brings them back within ten minutes. */
  removeMany: z.tuple([runIds]),
  restoreRemoved: z.tuple([runIds]),
  /** What `restoreRemoved` can bring back, last removed first. */
  removedRuns: nothing,
  savedViews: nothing,
  /** Keeps a new view, or changes the one with this id. */
  saveView: z.tuple([savedViewSchema]),
  removeView: z.tuple([z.string().min(1).max(64)]),
  /** What was kept under this key, or null. */
  keptState: z.tuple([stateKeySchema]),
  keepState: z.tuple([stateKeySchema, z.json()]),
  /** The database as a file, and its backups. */
  storage: nothing,
  /** What each run takes of the disk, the largest first, and what of that could be freed. */
  runSpace: nothing,
  /** Deletes the checkpoints of these runs, all of them finished: nothing reads those any more. */
  freeCheckpoints: z.tuple([runIds]),
  /** Reads the whole database; says what is wrong with it. */
  checkStore: nothing,
  /** Copies the database into the home's backups; a task with the title `taskTitles.backUpStore` tells how far it is. */
  backUpStore: nothing,
  /** Puts one of the listed backups in the database's place, and keeps what was there; refused while runs go on. */
  restoreStore: z.tuple([z.string().min(1).max(100)]),
  fetchDataset: z.tuple([datasetIdSchema]),
  /** What a run was made with besides its experiment, and what one would be made with now. */
  environments: z.tuple([
    runId,
    /** Whether to read the run's data as they are now, which may take a while. */
    z.strictObject({ readData: z.boolean().optional() }).optional(),
  ]),
  /** Which bytes the runs' data were read from, in their order; null of those that kept nothing of it. */
  dataFingerprints: z.tuple([runIds]),
  /** Whether the TensorFlow runtime is there. */
  runtime: nothing,
  /** Installs it, or makes an installed one fit this version; a task. */
  installRuntime: nothing,
  cancelTask: z.tuple([z.string().min(1)]),
  /**
   * Starts a study (src-shared/study/study.ts), or goes on with it: runs that a study has finished with the same settings,
   * data and code are taken over, unless `again` is set.
   */
  startStudy: z.tuple([z.unknown(), z.strictObject({ again: z.boolean().optional() }).optional()]),
  /** Lets the runs that go on save and end, and starts no other. */
  stopStudy: z.tuple([studyId]),
  /** Newest first. */
  studies: nothing,
  /** With its results so far; `studyTables` makes tables of them. */
  study: z.tuple([studyId]),
  /** Writes the tables as CSV and the report as JSON and as a page into a folder; without one, into the app's own exports folder. */
  writeStudy: z.tuple([studyId, z.string().min(1).optional()]),
  /** Writes its report as one HTML file. */
  writeStudyReport: z.tuple([studyId, z.string().min(1)]),
  /** Other machines that were connected to. */
  servers: nothing,
  /** Connects over ssh and opens a window of that machine beside this one; only the desktop app does. Resolves once it is open. */
  openServer: z.tuple([serverHostSchema]),
  /** Ends the connection and closes its window; what runs there goes on. */
  closeServer: z.tuple([serverHostSchema]),
  /** Closes it, and keeps its name no longer. */
  forgetServer: z.tuple([serverHostSchema]),
} as const;

export type ApiName = keyof typeof apiArguments;

export interface ApiResults {
  readonly about: About;
  readonly devices: DeviceReport;
  readonly datasets: readonly DatasetInfo[];
  readonly presets: readonly Preset[];
  readonly check: Checked;
  readonly estimate: RunEstimate;
  readonly leaveEstimate: null;
  readonly start: { readonly runId: string };
  readonly startMany: { readonly runIds: readonly string[] };
  readonly stop: null;
  readonly endNow: null;
  readonly pause: null;
  readonly resume: null;
  readonly continueRun: RunSummary;
  readonly continuesAfter: number;
  readonly queue: Queue;
  readonly moveInQueue: null;
  readonly assignDevices: RunSummary;
  readonly runs: readonly RunSummary[];
  readonly run: RunSummary;
  readonly runsPage: RunsPage;
  readonly foundRuns: FoundRuns;
  readonly runColumns: readonly RunColumn[];
  readonly annotate: null;
  readonly metrics: readonly StoredPoint[];
  readonly seriesNames: readonly SeriesName[];
  readonly series: readonly Curve[];
  readonly runSeries: readonly Curve[];
  readonly logs: readonly LogLine[];
  readonly runResults: RunResults;
  readonly leastSure: LeastSure;
  readonly posteriorSummary: PosteriorSummary;
  readonly evaluation: EvaluationReport;
  readonly predictions: PredictionReport;
  readonly targetReports: TargetReports;
  readonly segmentation: SegmentationReport;
  readonly exportPosterior: { readonly files: readonly string[] };
  readonly predict: PosteriorResult;
  readonly askable: Askable;
  readonly ask: ItemAnswer;
  readonly askedTestItem: TestItem;
  readonly askedPicture: FittedPicture;
  readonly askedTrainingRows: TrainingRows;
  readonly laplace: RunSummary;
  readonly assess: Assessment;
  readonly assessment: Assessment;
  readonly calibrate: Calibration;
  readonly comparePosteriors: PosteriorComparison;
  readonly calibration: Calibration;
  readonly exportRun: { readonly files: readonly string[] };
  readonly printReport: { readonly files: readonly string[] };
  readonly writeReport: { readonly file: string };
  readonly writeStudyReport: { readonly file: string };
  /** `hasPosterior`: whether the run's posterior lay beside its file and came along. */
  readonly importRun: { readonly runId: string; readonly hasPosterior: boolean };
  readonly inspectImport: Importable;
  readonly lookAtData: DataLook;
  readonly networkLayers: NetworkOutline;
  readonly matchStart: StartTable;
  readonly importPosterior: { readonly runId: string };
  readonly exportCluster: { readonly folder: string; readonly files: readonly string[] };
  readonly cluster: ClusterHere;
  readonly runOnCluster: { readonly runId: string };
  readonly continueOnCluster: RunSummary;
  readonly clusterJob: ClusterJob | null;
  readonly followJob: null;
  readonly removeMany: null;
  readonly restoreRemoved: null;
  readonly removedRuns: readonly RemovedRun[];
  readonly savedViews: readonly SavedView[];
  readonly saveView: SavedView;
  readonly removeView: null;
  readonly keptState: z.core.util.JSONType;
  readonly keepState: null;
  readonly storage: StorageReport;
  readonly runSpace: readonly RunSpace[];
  readonly freeCheckpoints: { readonly freedMB: number };
  /** Empty where it is sound. */
  readonly checkStore: { readonly problems: readonly string[] };
  readonly backUpStore: { readonly file: string };
  readonly restoreStore: { readonly replaced: string };
  readonly fetchDataset: { readonly taskId: string };
  readonly environments: { readonly before?: RunEnvironment; readonly now: RunEnvironment };
  readonly dataFingerprints: readonly (DataFingerprint | null)[];
  readonly runtime: RuntimeState;
  readonly installRuntime: { readonly taskId: string };
  readonly cancelTask: null;
  readonly startStudy: StudySummary;
  readonly stopStudy: null;
  readonly studies: readonly StudySummary[];
  readonly study: StudyReport;
  readonly writeStudy: { readonly files: readonly string[] };
  readonly servers: readonly ServerState[];
  readonly openServer: null;
  readonly closeServer: null;
  readonly forgetServer: null;
}

/** The API as its caller sees it. Errors arrive as data and are thrown by the client as ParasampleError. */
export type Api = {
  readonly [Name in ApiName]: (...args: z.input<(typeof apiArguments)[Name]>) => Promise<ApiResults[Name]>;
};

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly kind: FailureKind; readonly message: string };

export type RuntimeState =
  | { readonly kind: 'installed' }
  | { readonly kind: 'installable'; readonly downloadMB: number }
  /** There is none for this kind of machine. */
  | { readonly kind: 'impossible'; readonly reason: string };

export interface About {
  readonly version: string;
  readonly shell: 'electron' | 'browser' | 'command line';
  /** What the workers train with. */
  readonly engine: {
    readonly kind: 'tensorflow' | 'javascript';
    readonly text: string;
    /** Set where the engine is the slow one: why, and the remedy. */
    readonly warning?: string;
  };
  readonly home: string;
}

export interface DatasetInfo {
  readonly id: DatasetId;
  readonly title: string;
  readonly about: string;
  readonly licence: string;
  readonly state: 'ready' | 'not-fetched' | 'fetching';
  readonly downloadMB: number;
  readonly kind: DataKind;
  /** With the default settings of its split. */
  readonly trainItems: number;
  readonly testItems: number;
  /** Of one item's input, with the default settings: [height, width, channels], [features], [steps, features]. */
  readonly shape: readonly number[];
  /** Empty where a number is predicted. */
  readonly classes: readonly string[];
}

export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly experiment: Experiment;
}
